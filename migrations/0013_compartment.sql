-- +goose Up
-- 1 while only those on the list may know of it.
ALTER TABLE seizure ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1));
ALTER TABLE request ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1));

-- Who may know of a restricted seizure.
CREATE TABLE named (
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	account_id TEXT NOT NULL REFERENCES account (id),
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	until      BIGINT, -- of whoever was let on it in an emergency; NULL for good
	PRIMARY KEY (seizure_id, account_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX named_account ON named (account_id, seizure_id);

-- What two people on the list must agree on.
CREATE TABLE named_change (
	id         TEXT PRIMARY KEY,
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	kind       TEXT NOT NULL CHECK (kind IN ('add', 'remove', 'open')), -- open: no longer restricted
	account_id TEXT NOT NULL DEFAULT '',
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	decided_by TEXT NOT NULL DEFAULT '',
	decided_at BIGINT,
	verdict    TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'approved', 'refused'))
);
CREATE INDEX named_change_seizure ON named_change (seizure_id, at, id);

-- Who is kept out of a seizure by name.
CREATE TABLE bar (
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	account_id TEXT NOT NULL REFERENCES account (id),
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (seizure_id, account_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX bar_account ON bar (account_id, seizure_id);

-- That somebody asks that a coordinator of their agency be let on the list of a
-- restricted seizure in an emergency. The folio is as it was typed: whether
-- there is such a seizure nobody is told.
CREATE TABLE break_glass (
	id         TEXT PRIMARY KEY,
	agency_id  TEXT NOT NULL REFERENCES agency (id),
	folio      TEXT NOT NULL,
	account_id TEXT NOT NULL REFERENCES account (id), -- who would be let on it
	reason     TEXT NOT NULL,
	words      TEXT NOT NULL,
	by         TEXT NOT NULL REFERENCES account (id),
	at         BIGINT NOT NULL,
	decided_by TEXT NOT NULL DEFAULT '',
	decided_at BIGINT,
	verdict    TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'approved', 'refused'))
);
CREATE INDEX break_glass_all ON break_glass (at, id);
CREATE INDEX break_glass_by ON break_glass (by, at, id);

-- A seizure shared with people of another agency. It holds from the moment the
-- other side has accepted it until it ends or is revoked.
CREATE TABLE share (
	id          TEXT PRIMARY KEY,
	seizure_id  TEXT NOT NULL REFERENCES seizure (id),
	agency_id   TEXT NOT NULL REFERENCES agency (id), -- whose seizure it is
	to_agency   TEXT NOT NULL REFERENCES agency (id),
	people      TEXT NOT NULL, -- user names as typed: nobody is told whether there is such a person
	fields      TEXT NOT NULL, -- codes with spaces between
	purpose     TEXT NOT NULL,
	words       TEXT NOT NULL,
	until       TEXT NOT NULL, -- last day, YYYY-MM-DD
	by          TEXT NOT NULL,
	at          BIGINT NOT NULL,
	expires_at  BIGINT NOT NULL,
	approved_by TEXT NOT NULL DEFAULT '',
	approved_at BIGINT,
	accepted_by TEXT NOT NULL DEFAULT '',
	accepted_at BIGINT,
	ended_by    TEXT NOT NULL DEFAULT '', -- revoked or refused
	ended_at    BIGINT
);
CREATE INDEX share_all ON share (at, id);
CREATE INDEX share_seizure ON share (seizure_id, at, id);
CREATE INDEX share_from ON share (agency_id, at, id);
CREATE INDEX share_to ON share (to_agency, at, id);

-- Those of the other agency whom its coordinator has named when accepting.
CREATE TABLE share_person (
	share_id   TEXT NOT NULL REFERENCES share (id),
	account_id TEXT NOT NULL REFERENCES account (id),
	PRIMARY KEY (share_id, account_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX share_person_account ON share_person (account_id, share_id);

-- That somebody said what for and opened the personal data of a record.
CREATE TABLE opening (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	folio      TEXT NOT NULL, -- of the seizure, or of the request at the tracing center
	purpose    TEXT NOT NULL,
	at         BIGINT NOT NULL,
	until      BIGINT NOT NULL
);
CREATE INDEX opening_account ON opening (account_id, at, id);
CREATE INDEX opening_folio ON opening (folio, account_id, until);

-- When it was last told that somebody opens too much: once an hour is enough.
CREATE TABLE brake (
	account_id TEXT PRIMARY KEY REFERENCES account (id),
	at         BIGINT NOT NULL
);
