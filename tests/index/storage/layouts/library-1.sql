BEGIN TRANSACTION;
CREATE TABLE aliases (old_id TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
        row INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: the search index goes by it
        id TEXT NOT NULL UNIQUE,
        indexed INTEGER NOT NULL DEFAULT 0,     -- 0 to be put into the search index, 1 in it, 2 to leave it
        title TEXT, outlet TEXT, date TEXT, published TEXT, modified TEXT,
        language TEXT, url TEXT, lead TEXT,
        authors TEXT NOT NULL, tags TEXT NOT NULL, topics TEXT NOT NULL,  -- JSON lists
        provenance TEXT NOT NULL,               -- JSON: field -> stated, found, derived, none
        words INTEGER NOT NULL,
        text_hash TEXT NOT NULL,                -- SHA-256 of text
        source_hash TEXT NOT NULL,              -- SHA-256 of the source's text before cleaning
        added TEXT NOT NULL, changed TEXT NOT NULL,
        text TEXT NOT NULL                      -- paragraphs, parted by an empty line
    );
INSERT INTO "articles" VALUES(1,'62b5c66f2b04',0,'Second round begins in Geneva',NULL,NULL,NULL,NULL,'en',NULL,'The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.','[]','[]','[]','{"title": "found", "outlet": "none", "date": "none", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',50,'c3db9a03cbd4336c9b36bcea7468620967bd8055c8fbf5c506c4247a85762d7a','62b5c66f2b0425dfae8d2735366ade40189fc7dd11ae4d90f10ba21dbdb7859f','2026-11-27T13:08:02.734051Z','2026-11-27T13:08:02.734051Z','The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.

An adviser told reporters that the list of the prisoners had been handed over. He added that nobody should expect a quick result.');
INSERT INTO "articles" VALUES(2,'424e30b3d1aa',0,'Delegations meet in Geneva for a second round',NULL,'2025-05-12',NULL,NULL,'en',NULL,'The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.','[]','[]','[]','{"title": "found", "outlet": "none", "date": "found", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',50,'c3db9a03cbd4336c9b36bcea7468620967bd8055c8fbf5c506c4247a85762d7a','424e30b3d1aae3bcd95001fa0476b761be13a330619cd446b5f07a2fda736cc4','2026-11-27T13:08:02.743034Z','2026-11-27T13:08:02.743034Z','The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.

An adviser told reporters that the list of the prisoners had been handed over. He added that nobody should expect a quick result.');
INSERT INTO "articles" VALUES(3,'696e210c4a43',0,'Harbour of Odesa opens again',NULL,NULL,NULL,NULL,'en',NULL,'The harbour of Odesa was opened on Tuesday for ships with grain, the port said. Eleven ships were waiting at sea, and the first of them was led in by a pilot at noon.','[]','[]','[]','{"title": "found", "outlet": "none", "date": "none", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',53,'226e87fb62a09c9539dbe5ea0e89debe06be6ed2e5dbe100261508bd1c9d0cb0','696e210c4a436979c50b47218001470be39ef67efb4955d2d1d1b551b6282fda','2026-11-27T13:08:02.750949Z','2026-11-27T13:08:02.750949Z','The harbour of Odesa was opened on Tuesday for ships with grain, the port said. Eleven ships were waiting at sea, and the first of them was led in by a pilot at noon.

Insurers said that they would look at their rates again in June, if no ship is hit until then.');
INSERT INTO "articles" VALUES(4,'ce2a79394067',0,'Переговоры в Минске продолжаются',NULL,NULL,NULL,NULL,'ru',NULL,'Делегации встретились в Минске в понедельник и говорили об обме','[]','[]','[]','{"title": "found", "outlet": "none", "date": "none", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',39,'d3cc1821a1f30ec6986eb4e4e0d6a53e17b3df40bd5ec531c943481beeb2d6d6','ce2a79394067132e4a61bae243118d9e9ae23c04a34640ae216617111cdd497d','2026-11-27T13:08:02.820066Z','2026-11-27T13:08:02.820066Z','Делегации встретились в Минске в понедельник и говорили об обме

не пленными, сообщили официальные лица. Список имён был передан посредникам накануне вечером.

Следующая встреча назначена на конец недели, если обе стороны согласятся приехать снова. Быстрого результата никто не ожидает.');
CREATE TABLE corrections (                  -- values that the user set; they win over what cleaning finds
        article_row INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
        field TEXT NOT NULL, value TEXT, made TEXT NOT NULL,
        PRIMARY KEY (article_row, field)
    ) WITHOUT ROWID;
CREATE TABLE cuts (
        article_row INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        line INTEGER NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (article_row, number)
    ) WITHOUT ROWID;
INSERT INTO "cuts" VALUES(1,0,1,'Second round begins in Geneva','title');
INSERT INTO "cuts" VALUES(2,0,1,'Delegations meet in Geneva for a second round','title');
INSERT INTO "cuts" VALUES(2,1,3,'The Fjord Mail, 12 May 2025','byline or date line');
INSERT INTO "cuts" VALUES(3,0,1,'Harbour of Odesa opens again','title');
INSERT INTO "cuts" VALUES(4,0,1,'Переговоры в Минске продолжаются','title');
CREATE TABLE raws (                         -- the source's text, for cleaning it again
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        stated TEXT NOT NULL,                   -- JSON: what the format states about it
        mtime REAL,
        packed BLOB NOT NULL                    -- zlib of UTF-8
    );
INSERT INTO "raws" VALUES(1,'{}',1.79578488218508648872e+09,X'789C4D8F4152C5400844F739451FC0CA1D5CE9C6955E80644842658438907C737BC9D7AAEF86826978DDF3CEA36941B33DEBC0B3A843142FAC7C50D77D2C8CB8190A579E29C452FEE478ACC0146F49A013933544EEFB7FA44DD79BA44275F5A79C271985AAC3494A8F3438418DC1DF1B8FC10561F08D69050DB60748531A17D2992FD8D6C44DB979DF75CF0A2A873827DD6A3AF2662D524B4B8A7B962A1E7F191EA758E8FA2B6B365AD2D20E6E3D5E3971D778BF561BAC9CF0C5F644FFA603E16B97714D27DF6BF4DD0FE76271E7');
INSERT INTO "raws" VALUES(2,'{}',1.79578488218496012691e+09,X'789C5590514EC3400C44FF738A39401541250E8084809FFE710127EB344B163BAC9D406E8FD32251FEEC9D9D37233F71E1337956317C303BB2E0858557C2A01504E35E25A1EA22A969DE46C6F3BBD68413E572C0FD31860DC7BBE3C355F42F45FAC7BC45AAE014B470EC708FFFB778E8B0BFE550A84C76887DC87DA66230CAA945046CA0CAE0EF997BE70457D8CC34813A5D1C2421F523C99977D85CB3A970B5B6691E0594D66C1C742D91C8B3560F2D22C92F5D4A36FFEDF067C548091DB3C420292275E5DAE29503B7AF17B768A769838DBA04FADA2E6EF7B9E47E8A245B8AB7CD0F6E7A7F7D');
INSERT INTO "raws" VALUES(3,'{}',1.79578488218518972398e+09,X'789C5D8F414EC4300C45F73DC53F4035B74002366CE6021EC56D2C825DD909556F3F6E810D4BC7FFBDEFBC923F6C386CC147E120D8C61AA09544A7E95E19F57F62A7B8525C608AFBE0287460314754D902BBF48AD55330A3A76033EF089272C34BE36FD6BF1C3BA74CBAE80ACA08D30CD272418B78F4B33387AFABB2659F281E07089B34EB27A3667A9BA6378DE1EC71D524929BE40EEC365A4133FBC4CF93389C3AFF7EF0F4BD0FE519B2A4EABA0B12A8D231B44B3B91F43F0159DF66D2');
INSERT INTO "raws" VALUES(4,'{}',1.7957848821860649585e+09,X'789C6552C16DC3300CFC670A0E5064C6D86913040E1A04E8B340910D54C76E84D85256386ED42359B805FA902CD1BCE3F1287C60D40D465C51D1A3EA463B412F784746D106778C8207532A06AE095F48FAAAAD367A5AADF046E8E4F0A43B4232C1FCD51AA7B60C4CC8BC1FFF73F2FE2061217830123DF29C7117E358D40483F0FAE91B66E616D7E4750B093B06F39390B85A8A1E16903EB3BAC94AC1CF5422270FA6B5E04296EC382B8B59CF2842860E9315086706A28B8B65231170A10CCFC263F263D16DE8EA09DB3BB4625ED3A28B0B1D744BDB0EB4E9F4D7A23D5270DC6C37A07D25B67BF8A33BF9B5C93A65A8596C614D6373B3AAB518465C99906C4831AA986126F285E1960361567197CD88B3763F920C59C5FBBCB125DA46EE644BA26D2B25D16AE563C8EE0F67BD5E7D03B2BB9300');
CREATE TABLE sources (
        number INTEGER PRIMARY KEY,
        path NOT NULL,                          -- absolute; text, or bytes where the name is no UTF-8
        member TEXT NOT NULL DEFAULT '',
        size INTEGER, mtime_ns INTEGER, sha256 TEXT NOT NULL,
        article_row INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
        UNIQUE (path, member)
    );
INSERT INTO "sources" VALUES(1,'/archive/geneva-again.txt','',318,1795784882185086404,'62b5c66f2b0425dfae8d2735366ade40189fc7dd11ae4d90f10ba21dbdb7859f',1);
INSERT INTO "sources" VALUES(2,'/archive/geneva.txt','',363,1795784882184960087,'424e30b3d1aae3bcd95001fa0476b761be13a330619cd446b5f07a2fda736cc4',2);
INSERT INTO "sources" VALUES(3,'/archive/gone.txt','',293,1795784882185189647,'696e210c4a436979c50b47218001470be39ef67efb4955d2d1d1b551b6282fda',3);
INSERT INTO "sources" VALUES(4,'/archive/minsk.txt','',319,1795784882186064908,'463c45012efa0cf323494d0048f10e4a5a5ee74f379df5e31b49dcfa7f679eab',4);
CREATE INDEX articles_by_source_hash ON articles (source_hash);
CREATE INDEX articles_to_index ON articles (indexed) WHERE indexed <> 1;
CREATE INDEX sources_by_article ON sources (article_row);
CREATE INDEX aliases_by_id ON aliases (id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('articles',4);
PRAGMA user_version = 1;
COMMIT;
