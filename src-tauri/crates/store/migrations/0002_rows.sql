-- Sample rows of schema 2, for the test that later programs still read them.
INSERT INTO posts (id, path, title, slug, date, draft, tags, excerpt, n_words, n_problems, hash,
                   origin, changed_at)
VALUES (7, '2024/kept.md', 'Kept', 'kept', '2024-01-02', 0, 'one' || char(10) || 'two', 'the text',
        2, 0, zeroblob(32), 'import', 1704153600000000);
INSERT INTO sources (post, body_start, text)
VALUES (7, 8, '# Kept' || char(10, 10) || 'the text' || char(10));
INSERT INTO post_search (rowid, title, tags, body) VALUES (7, 'kept', 'one two', 'kept the text');
INSERT INTO revisions (post, path, origin, at, hash, n_bytes, snapshot, prefix, suffix, text,
                       n_words)
VALUES (7, '2024/kept.md', 'window', 1704153500000000, randomblob(32), 23, NULL, 0, 0,
        '# Kept' || char(10, 10) || 'an older text' || char(10), 3);
INSERT INTO journal (post, source, based_on, cursor, scroll, at)
VALUES (7, '# Kept' || char(10, 10) || 'typed' || char(10), zeroblob(32), 13, 1, 1704153700000000);
INSERT INTO mirror_base (post, path, hash) VALUES (7, '2024/kept.md', zeroblob(32));
INSERT INTO file_stats (path, n_bytes, modified_ns, changed_ns, inode, hash)
VALUES ('2024/kept.md', 17, 1704153600000000000, 1704153600000000000, 99, zeroblob(32));
INSERT INTO change_log (post, origin) VALUES (7, 'import');
INSERT INTO settings (key, value) VALUES ('spelling', 'true');
