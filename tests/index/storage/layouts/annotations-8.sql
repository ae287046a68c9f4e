BEGIN TRANSACTION;
CREATE TABLE article_marks (
        article_id TEXT NOT NULL, mark TEXT NOT NULL,   -- starred, later
        is_set INTEGER NOT NULL, made TEXT NOT NULL, edited TEXT NOT NULL,
        PRIMARY KEY (article_id, mark)
    ) WITHOUT ROWID;
CREATE TABLE article_tags (
        article_id TEXT PRIMARY KEY, tags TEXT NOT NULL, made TEXT NOT NULL, edited TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE bin (
        id TEXT PRIMARY KEY, article_id TEXT NOT NULL,
        quote TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, text_hash TEXT NOT NULL,
        note TEXT NOT NULL, labels TEXT NOT NULL, created TEXT NOT NULL,
        title TEXT, outlet TEXT, date TEXT, authors TEXT NOT NULL, url TEXT, source NOT NULL
, removed TEXT NOT NULL, edited TEXT NOT NULL DEFAULT '', annotator TEXT NOT NULL DEFAULT '', event TEXT NOT NULL DEFAULT '{}') WITHOUT ROWID;
INSERT INTO "bin" VALUES('31486cccc874','696e210c4a43','The harbou','','r of Odesa was opened on Tuesday for ships with grain, the port ',0,10,'226e87fb62a09c9539dbe5ea0e89debe06be6ed2e5dbe100261508bd1c9d0cb0','','[]','2026-11-27T13:08:13.249261Z','Harbour of Odesa opens again',NULL,NULL,'[]',NULL,'/archive/gone.txt','2026-11-27T13:08:13.251476Z','2026-11-27T13:08:13.249261Z','','{}');
CREATE TABLE corrections (
        id TEXT PRIMARY KEY, article_id TEXT NOT NULL,
        field TEXT NOT NULL,                    -- line, title, outlet, date, authors
        value TEXT NOT NULL, was TEXT NOT NULL, -- JSON
        line TEXT NOT NULL, line_hash TEXT NOT NULL, occurrence INTEGER NOT NULL,
        made TEXT NOT NULL, source NOT NULL,
        removed TEXT                            -- when it was taken back or replaced; such a one is kept, not applied
    ) WITHOUT ROWID;
INSERT INTO "corrections" VALUES('6ad049f115bf','696e210c4a43','outlet','"Harbour News"','null','','',0,'2026-11-27T13:08:13.528088Z','/archive/gone.txt',NULL);
CREATE TABLE history (
        id TEXT PRIMARY KEY, step INTEGER NOT NULL,     -- changes with the same step were made together
        passage_id TEXT NOT NULL, action TEXT NOT NULL, -- bookmark, edit, remove, restore
        before TEXT NOT NULL, after TEXT NOT NULL,      -- JSON: what an edit changed: note, labels
        state TEXT NOT NULL,                            -- done, undone, replaced
        made TEXT NOT NULL, edited TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE passages (
        id TEXT PRIMARY KEY, article_id TEXT NOT NULL,
        quote TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, text_hash TEXT NOT NULL,
        note TEXT NOT NULL, labels TEXT NOT NULL, created TEXT NOT NULL,
        title TEXT, outlet TEXT, date TEXT, authors TEXT NOT NULL, url TEXT, source NOT NULL
, edited TEXT NOT NULL DEFAULT '', annotator TEXT NOT NULL DEFAULT '', event TEXT NOT NULL DEFAULT '{}') WITHOUT ROWID;
INSERT INTO "passages" VALUES('ea543401b748','696e210c4a43','Insurers said that they would look a','g at sea, and the first of them was led in by a pilot at noon.

','t their rates again in June, if no ship is hit until then.',168,204,'226e87fb62a09c9539dbe5ea0e89debe06be6ed2e5dbe100261508bd1c9d0cb0','','["grain"]','2026-11-27T13:08:13.246350Z','Harbour of Odesa opens again',NULL,NULL,'[]',NULL,'/archive/gone.txt','2026-11-27T13:08:13.246350Z','','{}');
INSERT INTO "passages" VALUES('fad195d92542','62b5c66f2b04','nobody should expect a quick result','t the list of the prisoners had been handed over. He added that ','.',250,285,'c3db9a03cbd4336c9b36bcea7468620967bd8055c8fbf5c506c4247a85762d7a','Who said this?','["prisoners", "to check"]','2026-11-27T13:08:13.203196Z','Second round begins in Geneva',NULL,NULL,'[]',NULL,'/archive/geneva-again.txt','2026-11-27T13:08:13.203196Z','','{}');
CREATE TABLE positions (
        article_id TEXT PRIMARY KEY, position INTEGER NOT NULL, made TEXT NOT NULL
    , is_folded INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO "positions" VALUES('62b5c66f2b04',55,'2026-11-27T13:08:13.260784Z',0);
CREATE TABLE read_marks (article_id TEXT PRIMARY KEY, made TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "read_marks" VALUES('62b5c66f2b04','2026-11-27T13:08:13.253399Z');
CREATE TABLE saved_searches (
        name TEXT PRIMARY KEY, request TEXT NOT NULL, made TEXT NOT NULL
    , seen TEXT NOT NULL DEFAULT '', known BLOB, edited TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
INSERT INTO "saved_searches" VALUES('swaps','{"text": "\"exchange of prisoners\"", "sort": "relevance", "exact": false, "outlets": {"include": [], "exclude": []}, "dates": {"include": [], "exclude": []}, "tags": {"include": [], "exclude": []}}','2026-11-27T13:08:13.263170Z','2026-11-27T13:08:13.263170Z',NULL,'');
CREATE TABLE search_log (
        number INTEGER PRIMARY KEY, text TEXT NOT NULL, total INTEGER NOT NULL, made TEXT NOT NULL
    , request TEXT NOT NULL DEFAULT '{}', widened TEXT NOT NULL DEFAULT '{}', articles INTEGER NOT NULL DEFAULT 0, newest TEXT, added TEXT, format INTEGER NOT NULL DEFAULT 0);
INSERT INTO "search_log" VALUES(1,'talks',3,'2026-11-27T13:08:13.503903Z','{"text": "talks", "sort": "relevance", "exact": false, "outlets": {"include": [], "exclude": []}, "dates": {"include": [], "exclude": []}, "tags": {"include": [], "exclude": []}}','{"talks": ["talk"]}',5,'2025-06-03','2026-11-27T13:08:12.842697Z',2);
CREATE TABLE state (id TEXT PRIMARY KEY, changes INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "state" VALUES('988762900327fda9',0);
CREATE INDEX passages_by_article ON passages (article_id);
CREATE INDEX corrections_by_article ON corrections (article_id) WHERE removed IS NULL;
CREATE INDEX history_by_step ON history (step);
CREATE TRIGGER passages_edited AFTER UPDATE OF note, labels, event ON passages WHEN new.edited = old.edited BEGIN
        UPDATE passages SET edited = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') WHERE id = new.id;
    END;
PRAGMA user_version = 8;
COMMIT;
