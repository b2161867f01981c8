-- +goose Up
-- A seizure that was invented so that whoever opens it is noticed. Only who
-- made it and the auditors know.
CREATE TABLE decoy (
	id         TEXT PRIMARY KEY,
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	folio      TEXT NOT NULL, -- of the seizure
	agency_id  TEXT NOT NULL REFERENCES agency (id),
	by         TEXT NOT NULL REFERENCES account (id),
	at         BIGINT NOT NULL,
	ended_at   BIGINT, -- it is one no longer
	openings   BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX decoy_held ON decoy (seizure_id) WHERE ended_at IS NULL;
CREATE INDEX decoy_all ON decoy (at, id);

-- The folios that raise the alarm: of each decoy that is held and of its
-- requests.
CREATE TABLE decoy_folio (
	folio    TEXT PRIMARY KEY,
	decoy_id TEXT NOT NULL REFERENCES decoy (id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX decoy_folio_decoy ON decoy_folio (decoy_id);

-- That somebody opened one: seq is the event in the ledger. It was told of
-- where alarmed is 1, once an hour of each account.
CREATE TABLE decoy_opening (
	decoy_id   TEXT NOT NULL REFERENCES decoy (id),
	at         BIGINT NOT NULL,
	seq        BIGINT NOT NULL,
	account_id TEXT NOT NULL,
	alarmed    BIGINT NOT NULL CHECK (alarmed IN (0, 1)),
	PRIMARY KEY (decoy_id, at, seq)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX decoy_opening_told ON decoy_opening (decoy_id, account_id, at) WHERE alarmed = 1;

-- By what accounts and the parties of seizures are held against each other:
-- the words of a whole name. '' is a name too short to tell people apart, NULL
-- one whose key the house has yet to make. party.name_key is personal data.
ALTER TABLE account ADD COLUMN name_key TEXT;
CREATE INDEX account_name_key ON account (agency_id, name_key) WHERE name_key <> '';
CREATE INDEX account_unkeyed ON account (id) WHERE name_key IS NULL;

CREATE TABLE party (
	agency_id  TEXT NOT NULL REFERENCES agency (id),
	name_key   TEXT COLLATE "C" NOT NULL,
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	PRIMARY KEY (agency_id, name_key, seizure_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- 0 in rows of before until the house has made their keys.
ALTER TABLE person ADD COLUMN keyed BIGINT NOT NULL DEFAULT 0 CHECK (keyed IN (0, 1));
CREATE INDEX person_unkeyed ON person (seizure_id, ordinal) WHERE keyed = 0;

-- That an account only bears the name of a party: the house does not keep it
-- out again.
CREATE TABLE namesake (
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	account_id TEXT NOT NULL REFERENCES account (id),
	reason     TEXT NOT NULL,
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (seizure_id, account_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
