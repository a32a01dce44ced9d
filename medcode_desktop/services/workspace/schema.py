"""The tables of a workspace, as the migrations that lead from an empty database to each version."""

from __future__ import annotations

MIGRATIONS = (
    """
    CREATE TABLE notes (
        number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice, so that the audit trail means one note by it
        name BLOB NOT NULL,
        source BLOB NOT NULL,
        facts TEXT NOT NULL,
        date_of_service TEXT,
        text_hash TEXT NOT NULL,
        added_at TEXT NOT NULL,
        coded INTEGER NOT NULL DEFAULT 0,
        step INTEGER NOT NULL DEFAULT 0,
        codes INTEGER NOT NULL DEFAULT 0,
        decided INTEGER NOT NULL DEFAULT 0,
        errors INTEGER NOT NULL DEFAULT 0,
        exported_at TEXT,
        failure TEXT NOT NULL DEFAULT ''
    );
    -- What is long stands apart, so that the work list is read without it.
    CREATE TABLE contents (
        note INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
        text BLOB NOT NULL
    );
    CREATE TABLE drafts (
        note INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
        text TEXT NOT NULL  -- as JSON, which holds no zero bytes
    );
    CREATE TABLE checks (
        note INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
        edits TEXT NOT NULL
    );
    CREATE TABLE codings (
        note INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
        number INTEGER NOT NULL,
        body TEXT NOT NULL,
        settings TEXT NOT NULL,
        PRIMARY KEY (note, number)
    ) WITHOUT ROWID;
    -- The reviews of a note in the order of undo and redo; notes.step is the present one.
    CREATE TABLE steps (
        note INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
        step INTEGER NOT NULL,
        coding INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (note, step)
    ) WITHOUT ROWID;
    CREATE TABLE state (
        person TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (person, name)
    ) WITHOUT ROWID;
    CREATE TABLE audit (
        entry INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        person TEXT NOT NULL,
        action TEXT NOT NULL,
        note INTEGER,
        code TEXT NOT NULL,
        before TEXT NOT NULL,
        detail TEXT NOT NULL,
        model TEXT NOT NULL,
        release TEXT NOT NULL,
        settings TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    );
    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER audit_is_appended BEFORE INSERT ON audit
        WHEN NEW.entry <> (SELECT coalesce(max(entry), 0) + 1 FROM audit)
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    """,
    """
    ALTER TABLE notes ADD COLUMN part BLOB NOT NULL DEFAULT x'';
    ALTER TABLE contents ADD COLUMN uncertain TEXT NOT NULL DEFAULT '[]';  -- places of words that were hard to read
    """,
)
"""Each script leads from one version of the schema to the next; the version is kept in `PRAGMA user_version`.

A script that was released is never changed: what is new is a new script.
"""
