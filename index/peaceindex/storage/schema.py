"""The tables of both databases, as migrations. To change a schema, add a script to the end of its list.

Never edit a script that is already there, except for its comments. SQLite stores these with the tables, so a table
that an older version created has older comments.
"""

LIBRARY = (
    """
    CREATE TABLE articles (
        row INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: the search index refers to it
        id TEXT NOT NULL UNIQUE,
        -- 0: to be written to the search index; 1: written; 2: to be removed from it, and then deleted. 3 to 5: removed
        -- by the user (`storage.index_queue`): 3 in the bin, to be removed from the index; 4 in the bin; 5 deleted
        indexed INTEGER NOT NULL DEFAULT 0,
        title TEXT, outlet TEXT, date TEXT, published TEXT, modified TEXT,
        language TEXT, url TEXT, lead TEXT,
        authors TEXT NOT NULL, tags TEXT NOT NULL, topics TEXT NOT NULL,  -- JSON lists
        provenance TEXT NOT NULL,               -- JSON: field -> stated, found, derived, none
        words INTEGER NOT NULL,
        text_hash TEXT NOT NULL,                -- SHA-256 of text
        source_hash TEXT NOT NULL,              -- SHA-256 of the source's text before cleaning
        added TEXT NOT NULL, changed TEXT NOT NULL,
        text TEXT NOT NULL                      -- paragraphs, separated by an empty line
    );
    CREATE INDEX articles_by_source_hash ON articles (source_hash);
    CREATE INDEX articles_to_index ON articles (indexed) WHERE indexed <> 1;
    CREATE TABLE raws (                         -- the source's text, for cleaning it again
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        stated TEXT NOT NULL,                   -- JSON: what the source states about itself
        mtime REAL,
        packed BLOB NOT NULL                    -- zlib of UTF-8 (`packed_text`)
    );
    CREATE TABLE cuts (
        article_row INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        line INTEGER NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (article_row, number)
    ) WITHOUT ROWID;
    CREATE TABLE sources (
        number INTEGER PRIMARY KEY,
        path NOT NULL,                          -- absolute; bytes if the name is not valid UTF-8
        member TEXT NOT NULL DEFAULT '',
        size INTEGER, mtime_ns INTEGER, sha256 TEXT NOT NULL,
        article_row INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
        UNIQUE (path, member)
    );
    CREATE INDEX sources_by_article ON sources (article_row);
    CREATE TABLE aliases (old_id TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX aliases_by_id ON aliases (id);
    CREATE TABLE corrections (                  -- values that the user set; they override the result of cleaning
        article_row INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
        field TEXT NOT NULL, value TEXT, made TEXT NOT NULL,
        PRIMARY KEY (article_row, field)
    ) WITHOUT ROWID;
    """,
    """
    -- Near-duplicate articles. Derived: all rows are computed again when `version` changes. There are no foreign keys,
    -- so that rows left over from a removed article can be found, and the story repaired.
    CREATE TABLE story_version (version TEXT NOT NULL);
    CREATE TABLE story_waiting (article_row INTEGER PRIMARY KEY, bands BLOB);        -- pending; NULL: not yet computed
    CREATE TABLE story_prints (article_row INTEGER PRIMARY KEY, bands BLOB NOT NULL);  -- of articles no longer pending
    CREATE TABLE story_bands (
        hash INTEGER NOT NULL, article_row INTEGER NOT NULL, PRIMARY KEY (hash, article_row)
    ) WITHOUT ROWID;
    CREATE TABLE story_pairs (                  -- articles that were found to overlap; one < other
        one INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (one, other)
    ) WITHOUT ROWID;
    CREATE INDEX story_pairs_by_other ON story_pairs (other);
    CREATE TABLE story_members (                -- the number of a story is the lowest row in it
        article_row INTEGER PRIMARY KEY, story INTEGER NOT NULL
    );
    CREATE INDEX story_members_by_story ON story_members (story);
    INSERT INTO story_waiting SELECT row, NULL FROM articles WHERE indexed <> 2;
    """,
    # This table was never filled: corrections are the user's own work and are stored in annotations.db.
    "DROP TABLE corrections;",
    """
    -- Pages grouped by outlet (`cleaning.siblings`), and the lines that are cut after comparing them. Derived.
    CREATE TABLE sibling_pages (
        article_row INTEGER PRIMARY KEY,
        family INTEGER, mark INTEGER,           -- NULL: not yet computed
        prints BLOB,                            -- NULL: to be computed from source and cuts
        judged INTEGER NOT NULL DEFAULT 0,      -- 0 if still to be compared with its siblings, else 1
        cuts TEXT NOT NULL DEFAULT ''           -- JSON: line number -> reason, of the lines cut by comparison
    );
    CREATE INDEX sibling_pages_by_family ON sibling_pages (family, mark);
    CREATE INDEX sibling_pages_waiting ON sibling_pages (family) WHERE judged = 0;
    CREATE TABLE sibling_families (             -- the marks of the pages in the sample of each family
        family INTEGER PRIMARY KEY, marks BLOB NOT NULL
    );
    INSERT INTO sibling_pages (article_row) SELECT row FROM articles WHERE indexed <> 2;
    """,
    """
    -- For pages of markup, the facts about the layout (`sources.html.facts`). Older rows have verdicts in `stated`.
    ALTER TABLE raws ADD COLUMN facts BLOB;
    ALTER TABLE raws ADD COLUMN reading INTEGER;  -- the version of the code that read the facts
    ALTER TABLE raws ADD COLUMN models TEXT;      -- the version of the models that last cleaned the article
    """,
    """
    -- The encoding of each source that is not flawless UTF-8.
    CREATE TABLE read_as (
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        encoding TEXT NOT NULL, confidence REAL,
        unreadable INTEGER NOT NULL             -- the number of characters that could not be decoded (U+FFFD)
    );
    ALTER TABLE sources ADD COLUMN chosen TEXT NOT NULL DEFAULT '';  -- the encoding that the user chose
    """,
    """
    -- What may have been cut from articles by mistake (`cleaning.losses`). Derived.
    CREATE TABLE losses (
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        opening INTEGER, words INTEGER, kept INTEGER    -- NULL: to be computed from source and cuts
    );
    CREATE INDEX losses_to_make ON losses (article_row) WHERE words IS NULL;
    CREATE INDEX losses_to_tell ON losses (article_row) WHERE opening > 0 OR 10 * words > words + kept;
    INSERT INTO losses (article_row) SELECT row FROM articles WHERE indexed <> 2;
    """,
    """
    -- JSON: edition, section, page and what else a source states about its article.
    ALTER TABLE articles ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
    -- JSON: when the source was retrieved, the SHA-256 of its file, and its place in the file (`model.evidence`).
    ALTER TABLE sources ADD COLUMN evidence TEXT NOT NULL DEFAULT '{}';
    """,
    """
    -- From here on `articles.text` may be packed (`packed_text`), and `raws.packed` may have been packed with a list of
    -- phrases. Texts that older versions wrote stay as they are until their articles are cleaned again.
    """,
    """
    -- From here on rows are written in fewer bytes: hashes, provenance, leads and evidence in the forms of
    -- `compact_values`, cut lines as `packed_cuts`. Rows that older versions wrote stay as they are until their
    -- articles are cleaned again, with their cut lines in the table `cuts`; of them, articles.cuts is NULL.
    ALTER TABLE articles ADD COLUMN cuts BLOB;
    """,
    """
    -- Which articles have a band in common is found in memory (`near_duplicates.bands`), from `story_prints`.
    DROP TABLE story_bands;
    DROP INDEX articles_by_source_hash;
    CREATE INDEX articles_by_source_hash ON articles (substr(source_hash, 1, 5));
    -- From here on `raws.stated` may be packed (`packed_text`), `sibling_pages.prints` is in the form of
    -- `cleaning.packed_fingerprints`, and the bands of `story_prints` and `story_waiting` are numbers of 32 bits.
    """,
    """
    -- Articles that the user removed have the states 3 to 5 in `articles.indexed` (`storage.index_queue`). Of one that
    -- is gone for good, the row stays without its text, so that its sources are not added again unasked.
    CREATE TABLE binned (
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        removed TEXT NOT NULL                   -- articles that were removed together have the same time
    );
    -- The files and folders that the user added.
    CREATE TABLE folders (
        path NOT NULL PRIMARY KEY,              -- absolute; bytes if the name is not valid UTF-8
        first TEXT NOT NULL, last TEXT NOT NULL,    -- when it was added first, and last
        finished INTEGER NOT NULL,              -- 0 if the last addition was stopped before its end, else 1
        encoding TEXT NOT NULL DEFAULT ''       -- that the user stated for it
    ) WITHOUT ROWID;
    -- The sources in them that failed or look doubtful, as they were last read.
    CREATE TABLE source_notes (
        folder NOT NULL, source TEXT NOT NULL,  -- `folders.path`; the name of the source for people
        article_id TEXT NOT NULL,               -- '' if it gave none
        reason TEXT NOT NULL,                   -- why it failed; '' if it did not
        doubts TEXT NOT NULL,                   -- JSON list
        made TEXT NOT NULL,
        PRIMARY KEY (folder, source)
    ) WITHOUT ROWID;
    """,
)

DERIVED = frozenset(
    {
        "story_version",
        "story_waiting",
        "story_prints",
        "story_bands",  # of layouts before 11
        "story_pairs",
        "story_members",
        "sibling_pages",
        "sibling_families",
        "losses",
    }
)
"""The tables of library.db that can be made again from the others. They can be changed without a backup."""

_PASSAGE = """
        id TEXT PRIMARY KEY, article_id TEXT NOT NULL,
        quote TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, text_hash TEXT NOT NULL,
        note TEXT NOT NULL, labels TEXT NOT NULL, created TEXT NOT NULL,
        title TEXT, outlet TEXT, date TEXT, authors TEXT NOT NULL, url TEXT, source NOT NULL
"""

ANNOTATIONS = (
    f"""
    CREATE TABLE passages ({_PASSAGE}) WITHOUT ROWID;
    CREATE INDEX passages_by_article ON passages (article_id);
    CREATE TABLE bin ({_PASSAGE}, removed TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE read_marks (article_id TEXT PRIMARY KEY, made TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE positions (
        article_id TEXT PRIMARY KEY, position INTEGER NOT NULL, made TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE saved_searches (
        name TEXT PRIMARY KEY, request TEXT NOT NULL, made TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE search_log (
        number INTEGER PRIMARY KEY, text TEXT NOT NULL, total INTEGER NOT NULL, made TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE saved_searches ADD COLUMN seen TEXT NOT NULL DEFAULT '';   -- when its hits were last looked at
    ALTER TABLE search_log ADD COLUMN request TEXT NOT NULL DEFAULT '{}';  -- JSON
    ALTER TABLE search_log ADD COLUMN widened TEXT NOT NULL DEFAULT '{}';  -- JSON: word -> other forms searched
    ALTER TABLE search_log ADD COLUMN articles INTEGER NOT NULL DEFAULT 0; -- the library at that time: article count,
    ALTER TABLE search_log ADD COLUMN newest TEXT;                         -- the date of its newest article,
    ALTER TABLE search_log ADD COLUMN added TEXT;                          -- the time when the last article was added,
    ALTER TABLE search_log ADD COLUMN format INTEGER NOT NULL DEFAULT 0;   -- the version of its search index
    """,
    """
    CREATE TABLE corrections (
        id TEXT PRIMARY KEY, article_id TEXT NOT NULL,
        field TEXT NOT NULL,                    -- line, title, outlet, date, authors
        value TEXT NOT NULL, was TEXT NOT NULL, -- JSON
        line TEXT NOT NULL, line_hash TEXT NOT NULL, occurrence INTEGER NOT NULL,
        made TEXT NOT NULL, source NOT NULL,
        removed TEXT                            -- when it was withdrawn or replaced; from then on it is not applied
    ) WITHOUT ROWID;
    CREATE INDEX corrections_by_article ON corrections (article_id) WHERE removed IS NULL;
    """,
    """
    -- The time when note or labels were last changed or the passage was restored. Of two versions, the newer one wins.
    -- All rows are rewritten, so that the number of columns in a record shows to which table it belongs.
    ALTER TABLE passages ADD COLUMN edited TEXT NOT NULL DEFAULT '';
    ALTER TABLE bin ADD COLUMN edited TEXT NOT NULL DEFAULT '';
    UPDATE passages SET edited = created;
    UPDATE bin SET edited = created;
    CREATE TRIGGER passages_edited AFTER UPDATE OF note, labels ON passages WHEN new.edited = old.edited BEGIN
        UPDATE passages SET edited = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') WHERE id = new.id;
    END;
    -- The identity of the file, and how many changes were made to it; also noted beside it (`storage.state_note`).
    CREATE TABLE state (id TEXT PRIMARY KEY, changes INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO state SELECT lower(hex(randomblob(8))), 0;
    """,
    """
    -- The ids of those of its hits that are not new any more, packed; NULL: those of articles added until `seen`.
    ALTER TABLE saved_searches ADD COLUMN known BLOB;
    ALTER TABLE saved_searches ADD COLUMN edited TEXT NOT NULL DEFAULT '';  -- as in passages
    """,
    """
    -- Every change of passages, so that it can be undone and redone. Nothing is deleted from it.
    CREATE TABLE history (
        id TEXT PRIMARY KEY, step INTEGER NOT NULL,     -- changes with the same step were made together
        passage_id TEXT NOT NULL, action TEXT NOT NULL, -- bookmark, edit, remove, restore
        before TEXT NOT NULL, after TEXT NOT NULL,      -- JSON: what an edit changed: note, labels
        state TEXT NOT NULL,                            -- done, undone, replaced
        made TEXT NOT NULL, edited TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX history_by_step ON history (step);
    """,
    """
    -- Who made a passage, and the event that it tells of (JSON; '{}': none). All rows are rewritten, as in layout 4.
    ALTER TABLE passages ADD COLUMN annotator TEXT NOT NULL DEFAULT '';
    ALTER TABLE passages ADD COLUMN event TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE bin ADD COLUMN annotator TEXT NOT NULL DEFAULT '';
    ALTER TABLE bin ADD COLUMN event TEXT NOT NULL DEFAULT '{}';
    DROP TRIGGER passages_edited;
    UPDATE passages SET annotator = '', event = '{}';
    UPDATE bin SET annotator = '', event = '{}';
    CREATE TRIGGER passages_edited AFTER UPDATE OF note, labels, event ON passages WHEN new.edited = old.edited BEGIN
        UPDATE passages SET edited = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') WHERE id = new.id;
    END;
    -- The user's own tags on whole articles. A row whose tags were all taken off stays, so that the later change wins.
    CREATE TABLE article_tags (
        article_id TEXT PRIMARY KEY, tags TEXT NOT NULL, made TEXT NOT NULL, edited TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    -- Articles that are starred, or to read later. The row of a mark that was taken off stays, as in article_tags.
    CREATE TABLE article_marks (
        article_id TEXT NOT NULL, mark TEXT NOT NULL,   -- starred, later
        is_set INTEGER NOT NULL, made TEXT NOT NULL, edited TEXT NOT NULL,
        PRIMARY KEY (article_id, mark)
    ) WITHOUT ROWID;
    -- Whether the notes below the passages of an article are folded. All rows are rewritten, as in layout 4.
    ALTER TABLE positions ADD COLUMN is_folded INTEGER NOT NULL DEFAULT 0;
    UPDATE positions SET is_folded = 0;
    """,
)
