-- +goose Up
-- Personal data stands in few, known columns: seizure.place, seizure.custody,
-- seizure.narrative, person.details, person.name_key, draft.filing,
-- question.body, contact.body, result.purchaser.
CREATE TABLE draft (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	filing     TEXT NOT NULL,
	version    BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL
);
CREATE INDEX draft_account ON draft (account_id, updated_at, id);

CREATE TABLE seizure (
	id         TEXT PRIMARY KEY,
	folio      TEXT NOT NULL,
	folio_key  TEXT COLLATE "C" NOT NULL UNIQUE, -- the drawn part of folio: what it is found by
	agency_id  TEXT NOT NULL REFERENCES agency (id),
	filed_by   TEXT NOT NULL REFERENCES account (id),
	filed_at   BIGINT NOT NULL,
	unit       TEXT NOT NULL,
	offence    TEXT NOT NULL,
	recovered  TEXT NOT NULL,
	time       TEXT NOT NULL,
	entidad    TEXT NOT NULL,
	municipio  TEXT NOT NULL,
	reference  TEXT NOT NULL,
	place      TEXT NOT NULL,
	custody    TEXT NOT NULL,
	narrative  TEXT NOT NULL
);

CREATE TABLE person (
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	ordinal    BIGINT NOT NULL,
	role       TEXT NOT NULL,
	name_key   TEXT NOT NULL,
	details    TEXT NOT NULL,
	PRIMARY KEY (seizure_id, ordinal)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- A key makes a filing happen once: the client's Idempotency-Key, or the
-- draft it was typed in.
CREATE TABLE filing_key (
	account_id TEXT NOT NULL REFERENCES account (id),
	key        TEXT NOT NULL,
	hash       TEXT NOT NULL,
	receipt    TEXT NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (account_id, key)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX filing_key_age ON filing_key (at, account_id, key);
