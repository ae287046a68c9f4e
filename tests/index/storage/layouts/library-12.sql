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
    , details TEXT NOT NULL DEFAULT '{}', cuts BLOB);
INSERT INTO "articles" VALUES(1,'62b5c66f2b04',1,'Second round begins in Geneva',NULL,NULL,NULL,NULL,'en',NULL,'The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.','[]','[]','["Geneva", "Prisoner exchange"]','{"title": "found", "outlet": "none", "date": "none", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',50,'c3db9a03cbd4336c9b36bcea7468620967bd8055c8fbf5c506c4247a85762d7a','62b5c66f2b0425dfae8d2735366ade40189fc7dd11ae4d90f10ba21dbdb7859f','2026-11-27T13:08:28.139378Z','2026-11-27T13:08:28.139378Z','The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.

An adviser told reporters that the list of the prisoners had been handed over. He added that nobody should expect a quick result.','{}',NULL);
INSERT INTO "articles" VALUES(2,'424e30b3d1aa',1,'Delegations meet in Geneva for a second round',NULL,'2025-05-12',NULL,NULL,'en',NULL,'The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.','[]','[]','["Geneva", "Prisoner exchange"]','{"title": "found", "outlet": "none", "date": "found", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',50,'c3db9a03cbd4336c9b36bcea7468620967bd8055c8fbf5c506c4247a85762d7a','424e30b3d1aae3bcd95001fa0476b761be13a330619cd446b5f07a2fda736cc4','2026-11-27T13:08:28.590744Z','2026-11-27T13:08:28.590744Z','The two delegations met in Geneva on Monday for the second round of their talks, officials said. They are expected to speak about an exchange of prisoners.

An adviser told reporters that the list of the prisoners had been handed over. He added that nobody should expect a quick result.','{}',NULL);
INSERT INTO "articles" VALUES(3,'696e210c4a43',0,'Harbour of Odesa opens again','Harbour News',NULL,NULL,NULL,'en',NULL,'The harbour of Odesa was opened on Tuesday for ships with grain, the port said. Eleven ships were waiting at sea, and the first of them was led in by a pilot at noon.','[]','[]','["Odesa"]','{"title": "found", "outlet": "stated", "date": "none", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',53,'226e87fb62a09c9539dbe5ea0e89debe06be6ed2e5dbe100261508bd1c9d0cb0','696e210c4a436979c50b47218001470be39ef67efb4955d2d1d1b551b6282fda','2026-11-27T13:08:28.599247Z','2026-11-27T13:08:29.377824Z','The harbour of Odesa was opened on Tuesday for ships with grain, the port said. Eleven ships were waiting at sea, and the first of them was led in by a pilot at noon.

Insurers said that they would look at their rates again in June, if no ship is hit until then.','{}',NULL);
INSERT INTO "articles" VALUES(4,'ce2a79394067',1,'Переговоры в Минске продолжаются',NULL,NULL,NULL,NULL,'ru',NULL,'Делегации встретились в Минске в понедельник и говорили об обмене пленными, сообщили официальные лица. Список имён был передан посредникам накануне вечером.','[]','[]','["Minsk", "Prisoner exchange"]','{"title": "found", "outlet": "none", "date": "none", "authors": "none", "tags": "none", "url": "none", "language": "derived", "lead": "found"}',38,'fc22745139c55292295f97bfb4239afaf35e99826f134a41ce5815d293618d3f','ce2a79394067132e4a61bae243118d9e9ae23c04a34640ae216617111cdd497d','2026-11-27T13:08:28.753832Z','2026-11-27T13:08:28.753832Z','Делегации встретились в Минске в понедельник и говорили об обмене пленными, сообщили официальные лица. Список имён был передан посредникам накануне вечером.

Следующая встреча назначена на конец недели, если обе стороны согласятся приехать снова. Быстрого результата никто не ожидает.','{}',NULL);
INSERT INTO "articles" VALUES(5,'f8574605adc6',1,'Observers count lorries at the crossing','The Danube Post','2025-06-03','2025-06-03T08:00+00:00',NULL,'en',NULL,'Observers counted forty lorries at the crossing on Sunday, twice as many as a week ago. The drivers carried flour, medicine and tents, according to the lists that were shown to reporters.','[]','[]','[]','{"title": "found", "outlet": "stated", "date": "stated", "authors": "none", "tags": "none", "url": "none", "language": "stated", "lead": "found"}',52,'25737d4fb7ee011f2f8c19647d8625931672042c360f9b461e059197329563c2','150a6ca0a91c7140f8fb7f80f0a1bc3baff78241c6ad575b5d8f15df6a6f685d','2026-11-27T13:08:28.921585Z','2026-11-27T13:08:28.921585Z','Observers counted forty lorries at the crossing on Sunday, twice as many as a week ago. The drivers carried flour, medicine and tents, according to the lists that were shown to reporters.

The crossing is to stay open until the end of the month. After that both sides want to talk again.','{}',NULL);
CREATE TABLE binned (
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        removed TEXT NOT NULL                   -- articles that were removed together have the same time
    );
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
INSERT INTO "cuts" VALUES(5,0,1,'Home World','menu');
INSERT INTO "cuts" VALUES(5,1,3,'Observers count lorries at the crossing','title');
INSERT INTO "cuts" VALUES(5,2,9,'All rights reserved.','foot of the page');
CREATE TABLE folders (
        path NOT NULL PRIMARY KEY,              -- absolute; bytes if the name is not valid UTF-8
        first TEXT NOT NULL, last TEXT NOT NULL,    -- when it was added first, and last
        finished INTEGER NOT NULL,              -- 0 if the last addition was stopped before its end, else 1
        encoding TEXT NOT NULL DEFAULT ''       -- that the user stated for it
    ) WITHOUT ROWID;
CREATE TABLE losses (
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        opening INTEGER, words INTEGER, kept INTEGER    -- NULL: to be made of source and cuts
    );
INSERT INTO "losses" VALUES(1,0,0,0);
INSERT INTO "losses" VALUES(2,0,0,0);
INSERT INTO "losses" VALUES(3,0,0,0);
INSERT INTO "losses" VALUES(4,0,0,0);
INSERT INTO "losses" VALUES(5,0,0,0);
CREATE TABLE raws (                         -- the source's text, for cleaning it again
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        stated TEXT NOT NULL,                   -- JSON: what the format states about it
        mtime REAL,
        packed BLOB NOT NULL                    -- zlib of UTF-8
    , facts BLOB, reading INTEGER, models TEXT);
INSERT INTO "raws" VALUES(1,'{}',1.79578490700174617763e+09,X'789C4D8F4152C5400844F739451FC0CA1D5CE9C6955E80644842658438907C737BC9D7AAEF86826978DDF3CEA36941B33DEBC0B3A843142FAC7C50D77D2C8CB8190A579E29C452FEE478ACC0146F49A013933544EEFB7FA44DD79BA44275F5A79C271985AAC3494A8F3438418DC1DF1B8FC10561F08D69050DB60748531A17D2992FD8D6C44DB979DF75CF0A2A873827DD6A3AF2662D524B4B8A7B962A1E7F191EA758E8FA2B6B365AD2D20E6E3D5E3971D778BF561BAC9CF0C5F644FFA603E16B97714D27DF6BF4DD0FE76271E7',NULL,NULL,'c89d1d20fe04');
INSERT INTO "raws" VALUES(2,'{}',1.7957849070016570092e+09,X'789C5590514EC3400C44FF738A39401541250E8084809FFE710127EB344B163BAC9D406E8FD32251FEEC9D9D37233F71E1337956317C303BB2E0858557C2A01504E35E25A1EA22A969DE46C6F3BBD68413E572C0FD31860DC7BBE3C355F42F45FAC7BC45AAE014B470EC708FFFB778E8B0BFE550A84C76887DC87DA66230CAA945046CA0CAE0EF997BE70457D8CC34813A5D1C2421F523C99977D85CB3A970B5B6691E0594D66C1C742D91C8B3560F2D22C92F5D4A36FFEDF067C548091DB3C420292275E5DAE29503B7AF17B768A769838DBA04FADA2E6EF7B9E47E8A245B8AB7CD0F6E7A7F7D',NULL,NULL,'c89d1d20fe04');
INSERT INTO "raws" VALUES(3,'{}',1.79578490700181508067e+09,X'789C5D8F414EC4300C45F73DC53F4035B74002366CE6021EC56D2C825DD909556F3F6E810D4BC7FFBDEFBC923F6C386CC147E120D8C61AA09544A7E95E19F57F62A7B8525C608AFBE0287460314754D902BBF48AD55330A3A76033EF089272C34BE36FD6BF1C3BA74CBAE80ACA08D30CD272418B78F4B33387AFABB2659F281E07089B34EB27A3667A9BA6378DE1EC71D524929BE40EEC365A4133FBC4CF93389C3AFF7EF0F4BD0FE519B2A4EABA0B12A8D231B44B3B91F43F0159DF66D2',NULL,NULL,'c89d1d20fe04');
INSERT INTO "raws" VALUES(4,'{}',1.79578490700243258472e+09,X'789C6552C16DC3300CFC670A0E5064C6D86913040E1A04E8B340910D54C76E84D85256386ED42359B805FA902CD1BCE3F1287C60D40D465C51D1A3EA463B412F784746D106778C8207532A06AE095F48FAAAAD367A5AADF046E8E4F0A43B4232C1FCD51AA7B60C4CC8BC1FFF73F2FE2061217830123DF29C7117E358D40483F0FAE91B66E616D7E4750B093B06F39390B85A8A1E16903EB3BAC94AC1CF5422270FA6B5E04296EC382B8B59CF2842860E9315086706A28B8B65231170A10CCFC263F263D16DE8EA09DB3BB4625ED3A28B0B1D744BDB0EB4E9F4D7A23D5270DC6C37A07D25B67BF8A33BF9B5C93A65A8596C614D6373B3AAB518465C99906C4831AA986126F285E1960361567197CD88B3763F920C59C5FBBCB125DA46EE644BA26D2B25D16AE563C8EE0F67BD5E7D03B2BB9300',NULL,NULL,'c89d1d20fe04');
INSERT INTO "raws" VALUES(5,'{}',1.79578490700188112254e+09,X'789C7590316EC44008457B9F820358BEC376E95264A5D4EC0CB651C6B0021CCBB70FE36D2245A90689F9EFFFCF9B6E049F6AAD0EC3FBC3C9BEC91C8AEE12D0D48CC90103622528A6EE2CCB9F8F5461568BF33F01A8C0C72E15CF11E2E042800E1BCAD95F8483E80B70D109EE29AAC62F327656929BEE36C246950B4B4AA54290848F80A5A8D56E107A1936F6F09CD2FF2023F0550FE94BA367064CEC340CF7DFC9D8FBDA034FD02709641B6E178BD247E76BDC54629DE03627E1457F68ACE05CB3EB8179A9EE8FADB74096F4B8B506C6CB9A698CAE5BD5E907A0A981CB',X'3173110E2178BB1D3BAC7A9BD6BA2E253FB934171878F125992539A937D5FD5123125704AE2C284D02866D466ACAC42D460646A6BA0666BA06C62106165606064014B53CBF14685C49F1C4F5A0D07549CC2B4D4A5508C82F2E59919398975E9A980EF462DEB29CFCE4C41C10EBD08419331918181899181819996631809840CCC4300328C4CCC2CAC63E8B918991112809C46069089881F027C8E70B1361C1040C9F8505D0E0997E84E108A3EA1146B3238C4A47180D8F301A1C61549BB860EA542616A07953B940064D6502936043A71E02810900E8655C35',554570099,'c89d1d20fe04');
CREATE TABLE read_as (
        article_row INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        encoding TEXT NOT NULL, confidence REAL,
        unreadable INTEGER NOT NULL             -- how many signs of it could not be read: U+FFFD
    );
INSERT INTO "read_as" VALUES(4,'koi8-r',1.0,0);
CREATE TABLE sibling_families (             -- the marks of the pages that all others were compared with
        family INTEGER PRIMARY KEY, marks BLOB NOT NULL
    );
INSERT INTO "sibling_families" VALUES(0,X'3DA046FC7E7D8CB27A979EB99814EA1365FC4BFC88895F1C6AD86452AD79B06E');
INSERT INTO "sibling_families" VALUES(8591216572598725589,X'702B4E4FF870FACB');
CREATE TABLE sibling_pages (
        article_row INTEGER PRIMARY KEY,
        family INTEGER, mark INTEGER,           -- NULL: not made yet
        prints BLOB,                            -- NULL: to be made of source and cuts
        judged INTEGER NOT NULL DEFAULT 0,      -- 0 to be judged by its siblings, 1 judged
        cuts TEXT NOT NULL DEFAULT ''           -- JSON: line number -> reason, of the lines that siblings cut
    );
INSERT INTO "sibling_pages" VALUES(1,0,-5580947853867048899,X'A9B391168F94482BB91E58AF32D6C77CFDACC37D287E316D0100000003000000050000000A0037002F00',1,'');
INSERT INTO "sibling_pages" VALUES(2,0,7976008725391792234,X'E902CE0EEB80651F9FE3FC79B4361F99B91E58AF32D6C77CFDACC37D287E316D0100000003000000050000000700000010000C0037002F00',1,'');
INSERT INTO "sibling_pages" VALUES(3,0,1434982077452687226,X'3E9BFC3303C37AE861719D058E110F33D2591F50E771E8A10100000003000000050000000A0045002700',1,'');
INSERT INTO "sibling_pages" VALUES(4,0,2044503977290890341,X'8AFDECAE88C7556991C26D3E17394DD906C3A015EF67C9FA01000000030000000500000008002B002300',1,'');
INSERT INTO "sibling_pages" VALUES(5,8591216572598725589,-3748559528047793296,X'32BD0682B2E3C7798936A159012E897F36037FA2BFB6045201106B4F8A1A72B00FB56B5450E35DB0010000000300000005000000070000000900000004000C00410029000600',1,'');
CREATE TABLE source_notes (
        folder NOT NULL, source TEXT NOT NULL,  -- `folders.path`; the name of the source for people
        article_id TEXT NOT NULL,               -- '' if it gave none
        reason TEXT NOT NULL,                   -- why it failed; '' if it did not
        doubts TEXT NOT NULL,                   -- JSON list
        made TEXT NOT NULL,
        PRIMARY KEY (folder, source)
    ) WITHOUT ROWID;
CREATE TABLE sources (
        number INTEGER PRIMARY KEY,
        path NOT NULL,                          -- absolute; text, or bytes where the name is no UTF-8
        member TEXT NOT NULL DEFAULT '',
        size INTEGER, mtime_ns INTEGER, sha256 TEXT NOT NULL,
        article_row INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE, chosen TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '{}',
        UNIQUE (path, member)
    );
INSERT INTO "sources" VALUES(1,'/archive/geneva-again.txt','',318,1795784907001746252,'62b5c66f2b0425dfae8d2735366ade40189fc7dd11ae4d90f10ba21dbdb7859f',1,'','{}');
INSERT INTO "sources" VALUES(2,'/archive/geneva.txt','',363,1795784907001656945,'424e30b3d1aae3bcd95001fa0476b761be13a330619cd446b5f07a2fda736cc4',2,'','{}');
INSERT INTO "sources" VALUES(3,'/archive/gone.txt','',293,1795784907001814981,'696e210c4a436979c50b47218001470be39ef67efb4955d2d1d1b551b6282fda',3,'','{}');
INSERT INTO "sources" VALUES(4,'/archive/minsk.txt','',319,1795784907002432509,'463c45012efa0cf323494d0048f10e4a5a5ee74f379df5e31b49dcfa7f679eab',4,'','{}');
INSERT INTO "sources" VALUES(5,'/archive/page.html','',692,1795784907001881225,'1c3b99798f8ba40864157834547f5db5db460d299d69c88d33c6a119e73fc07c',5,'','{}');
CREATE TABLE story_members (                -- a story is called by the smallest row in it
        article_row INTEGER PRIMARY KEY, story INTEGER NOT NULL
    );
INSERT INTO "story_members" VALUES(1,1);
INSERT INTO "story_members" VALUES(2,1);
CREATE TABLE story_pairs (                  -- whose overlap has been checked; one < other
        one INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (one, other)
    ) WITHOUT ROWID;
INSERT INTO "story_pairs" VALUES(1,2);
CREATE TABLE story_prints (article_row INTEGER PRIMARY KEY, bands BLOB NOT NULL);
INSERT INTO "story_prints" VALUES(1,X'490AC08630C3D124B99ED2D2C8BBE8BBF11C068C16AA0E0368CA2C9C9C01919F836B6127BD6784023C574672625D8F5FA0F717EFEF860E596EEB78EB4B1C2FCEB042E1C4480FDA1FFCE92EB814F3D6EDA3C50DF97727DD61036D6FBE7A779C6A6B251910668704798CAE4105FF9C282A9D4C95C2EBD8459EE0CC32A818A2E7C42D4480840FB334681A4048C631ECD2788777E72974FEBC997DEC54BFFE06552E');
INSERT INTO "story_prints" VALUES(2,X'490AC08630C3D124B99ED2D2C8BBE8BBF11C068C16AA0E0368CA2C9C9C01919F836B6127BD6784023C574672625D8F5FA0F717EFEF860E596EEB78EB4B1C2FCEB042E1C4480FDA1FFCE92EB814F3D6EDA3C50DF97727DD61036D6FBE7A779C6A6B251910668704798CAE4105FF9C282A9D4C95C2EBD8459EE0CC32A818A2E7C42D4480840FB334681A4048C631ECD2788777E72974FEBC997DEC54BFFE06552E');
INSERT INTO "story_prints" VALUES(3,X'6D2E4F370760B88BE3ECBB6DB5C88E344FF5E1D2881B152A92C01931181D6872CDE708BDC07DD177CCEFA094FB83E50221B588C8D563B051FA21C9E9AB48D600F7209234DE1B87BB89142F68CB1A7A828187024BB6071DA49C3BBB2A2105B0536B705A0908C59F7A5C5CF957682AD32A02176EC5676D2083E9F702F65E9DD5DF85AF2BD6A9976F9E2AD77CC937522428C2253B58FDAD0BEE4876B0CD5456E764');
INSERT INTO "story_prints" VALUES(4,X'EDD20AE8FA583BF1666B13267D47C532F70A80E3CCC07F8E10E6DE982F88CBCFA2E7E537F368A52D8663C8CC357FAC911AD1A4D344088C481C27AB0AF023396CF6C7BDBF79A3BBFA1647086A5A2CEC18C3A9C2BC02A728EE759A474B302C9D951C3D885143C9D7F63D1D51D3D3C533C50751F0432D124DEBDC5890AC15EF15E85F07147B0BC61454873E9B9477E3A32A63CBADD7AE17E313575700BD7B69C0CB');
INSERT INTO "story_prints" VALUES(5,X'AF770F951D333F567908D96C2F7DCD7C63F41657A6CFC6618B94E5CF2D072AC190FBB67D0823613FA2649BC198D5E5953675BD47971CA2EF5785CE07C76E086687EC62D497296F96B34F66FD4211D8651D7A2EBD4B32F0AF3EEDCA28904546E55752AB6D9651E37C92277018AB34D68A18AEFF6451171A7D61C4F874B80A474FE963ADBE48FAB39C172F516DE4AEDD54999CFA8294092767015F5C8E28F65F7E');
CREATE TABLE story_version (version TEXT NOT NULL);
INSERT INTO "story_version" VALUES('3 20x3 20250516 2');
CREATE TABLE story_waiting (article_row INTEGER PRIMARY KEY, bands BLOB);
CREATE INDEX articles_to_index ON articles (indexed) WHERE indexed <> 1;
CREATE INDEX sources_by_article ON sources (article_row);
CREATE INDEX aliases_by_id ON aliases (id);
CREATE INDEX story_pairs_by_other ON story_pairs (other);
CREATE INDEX story_members_by_story ON story_members (story);
CREATE INDEX sibling_pages_by_family ON sibling_pages (family, mark);
CREATE INDEX sibling_pages_waiting ON sibling_pages (family) WHERE judged = 0;
CREATE INDEX losses_to_make ON losses (article_row) WHERE words IS NULL;
CREATE INDEX losses_to_tell ON losses (article_row) WHERE opening > 0 OR 10 * words > words + kept;
CREATE INDEX articles_by_source_hash ON articles (substr(source_hash, 1, 5));
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('articles',5);
PRAGMA user_version = 12;
COMMIT;
