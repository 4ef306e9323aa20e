-- The library of one blog. The Markdown files are the author's truth: `posts`,
-- `sources` and `post_search` can be rebuilt from them. Revisions, journal and
-- settings cannot.
-- Times (`*_at`) are microseconds since 1970 in UTC. Hashes are 32 raw bytes.

-- What the list of posts shows, parsed from the source. The source itself lies
-- in its own table so that reading the list does not page through every text.
CREATE TABLE posts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,   -- never reused: revisions outlive their post
    path       TEXT    NOT NULL UNIQUE,
    title      TEXT    NOT NULL,
    slug       TEXT    NOT NULL,
    date       TEXT,
    draft      INTEGER NOT NULL CHECK (draft IN (0, 1)),
    tags       TEXT    NOT NULL,                    -- one tag a line
    excerpt    TEXT    NOT NULL,
    n_words    INTEGER NOT NULL,
    n_problems INTEGER NOT NULL,
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    origin     TEXT    NOT NULL,                    -- who wrote the current text
    changed_at INTEGER NOT NULL,                    -- when the current text came
    read_only  TEXT
) STRICT;

CREATE INDEX posts_by_slug ON posts (slug);

CREATE TABLE sources (
    post       INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    body_start INTEGER NOT NULL,                    -- in bytes
    text       TEXT    NOT NULL
) STRICT;

-- Contentless: the indexed text is cut into words before it comes here, and
-- snippets are made from the source.
CREATE VIRTUAL TABLE post_search USING fts5 (
    title, tags, body,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);

-- Former texts. A text is whole, or given by what differs from the whole text of
-- an earlier revision: `prefix` and `suffix` count the bytes both share.
CREATE TABLE revisions (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    post     INTEGER NOT NULL,                      -- may be gone from `posts`
    path     TEXT    NOT NULL,                      -- where the post was then
    origin   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    n_bytes  INTEGER NOT NULL,
    snapshot INTEGER REFERENCES revisions (id),
    prefix   INTEGER NOT NULL,
    suffix   INTEGER NOT NULL,
    text     TEXT    NOT NULL
) STRICT;

CREATE INDEX revisions_by_post ON revisions (post, id);
CREATE INDEX revisions_by_hash ON revisions (post, hash);

-- Edits that are not in a file yet; one row per post being edited.
CREATE TABLE journal (
    post     INTEGER PRIMARY KEY,
    source   TEXT    NOT NULL,
    based_on BLOB    CHECK (length(based_on) = 32),
    cursor   INTEGER NOT NULL,
    scroll   INTEGER NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

-- The last agreement with each file. Only the hash: the text is the post's own
-- or one of its revisions. Outlives the post until the file is dealt with.
CREATE TABLE mirror_base (
    post INTEGER PRIMARY KEY,
    path TEXT    NOT NULL UNIQUE,
    hash BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- What a file looked like when it was last read, so that an unchanged one need
-- not be read again. A cache: losing it costs time only.
CREATE TABLE file_stats (
    path        TEXT    PRIMARY KEY,
    n_bytes     INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns  INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- Append-only, so that a running window sees what the command line wrote.
CREATE TABLE change_log (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    post   INTEGER NOT NULL,
    origin TEXT    NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
