CREATE TABLE thread (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    title    TEXT NOT NULL,
    target   TEXT,
    source   TEXT NOT NULL,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    -- Grows with every change of the thread, its comments and its marks.
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX thread_added ON thread (added_at);

CREATE TABLE comment (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    thread    INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    export_id TEXT NOT NULL,
    -- The canonical row, as JSON.
    body      TEXT NOT NULL,
    UNIQUE (thread, position)
) STRICT;
-- Also for an answer of which nothing is known but the id of what it answers.
CREATE INDEX comment_export ON comment (export_id, thread);

-- What people said of comments. Only ever added to; taking back is a row of its own.
CREATE TABLE mark (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    comment INTEGER NOT NULL REFERENCES comment ON DELETE CASCADE,
    who     TEXT NOT NULL,
    at      TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('correction', 'label', 'suggestion')),
    -- Null for a comment that was passed over.
    label   TEXT,
    note    TEXT NOT NULL
) STRICT;
CREATE INDEX mark_comment ON mark (comment, who, id);
CREATE INDEX mark_who ON mark (who, id);

CREATE TABLE taken_back (
    mark INTEGER PRIMARY KEY REFERENCES mark ON DELETE CASCADE,
    at   TEXT NOT NULL
) STRICT;

CREATE TRIGGER mark_stays BEFORE UPDATE ON mark
BEGIN SELECT RAISE(ABORT, 'marks are only added to'); END;
-- A thread that is deleted takes its marks along; nothing else removes one.
CREATE TRIGGER mark_is_kept BEFORE DELETE ON mark WHEN EXISTS (SELECT 1 FROM comment WHERE id = OLD.comment)
BEGIN SELECT RAISE(ABORT, 'marks are only added to'); END;

CREATE TABLE queue (
    comment     INTEGER PRIMARY KEY REFERENCES comment ON DELETE CASCADE,
    thread      INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    why         TEXT NOT NULL,
    inclusion   TEXT NOT NULL,
    weight      TEXT NOT NULL,
    parent_text TEXT
) STRICT;
CREATE INDEX queue_thread ON queue (thread, position);

CREATE TABLE model (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    origin   TEXT NOT NULL CHECK (origin IN ('shipped', 'file', 'trained')),
    sha256   TEXT NOT NULL UNIQUE,
    bytes    BLOB NOT NULL,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    parent   INTEGER REFERENCES model,
    report   TEXT
) STRICT;

CREATE TABLE promotion (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    model INTEGER NOT NULL REFERENCES model,
    at    TEXT NOT NULL,
    who   TEXT NOT NULL
) STRICT;

CREATE TABLE user (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role          TEXT NOT NULL CHECK (role IN ('viewer', 'moderator', 'admin')),
    password_hash TEXT NOT NULL,
    added_at      TEXT NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    user       INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
    csrf       TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

CREATE TABLE api_key (
    name     TEXT PRIMARY KEY COLLATE NOCASE,
    hash     TEXT NOT NULL UNIQUE,
    role     TEXT NOT NULL CHECK (role IN ('viewer', 'moderator', 'admin')),
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    who     TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
