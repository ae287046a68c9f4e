/* Makes the file calls of SQLite fail, which Python cannot reach. Preloaded for tests.trust.faulty. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITE, SYNC, TRUNCATE, READ };

static int armed, kind, left, number, lasting, torn, fired;

/* Make the call of this kind after the next `after` ones fail with `error`; with `always` also all later ones. */
void fail(int which, int after, int error, int always, int half)
{
    kind = which; left = after; number = error; lasting = always; torn = half; fired = 0; armed = 1;
}

int has_fired(void) { return fired; }

static int fails(int which, int file)
{
    struct stat about;
    if (!armed || which != kind || fstat(file, &about) || !S_ISREG(about.st_mode)) return 0;
    if (left-- > 0 || (fired && !lasting)) return 0;
    fired = 1;
    errno = number;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *content, size_t size)
{
    if (fails(WRITE, file)) { if (torn) REAL(write)(file, content, size / 2); errno = number; return -1; }
    return REAL(write)(file, content, size);
}

#define PWRITE(name, offset) \
ssize_t name(int file, const void *content, size_t size, offset place) \
{ \
    if (fails(WRITE, file)) { if (torn) REAL(name)(file, content, size / 2, place); errno = number; return -1; } \
    return REAL(name)(file, content, size, place); \
}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PREAD(name, offset) \
ssize_t name(int file, void *content, size_t size, offset place) \
{ return fails(READ, file) ? -1 : REAL(name)(file, content, size, place); }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

int ftruncate(int file, off_t size) { return fails(TRUNCATE, file) ? -1 : REAL(ftruncate)(file, size); }
int ftruncate64(int file, off64_t size) { return fails(TRUNCATE, file) ? -1 : REAL(ftruncate64)(file, size); }
int fsync(int file) { return fails(SYNC, file) ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return fails(SYNC, file) ? -1 : REAL(fdatasync)(file); }
