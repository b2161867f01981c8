-- +goose Up
-- What the log keeps of an act beside who, what and when. An act writes its
-- row here, in its own transaction; from here it is moved to the ledger.
ALTER TABLE audit ADD COLUMN agency TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN session TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN grant_id TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN fields TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN to_ TEXT NOT NULL DEFAULT '';

-- The log itself: one row an event, numbered from 0 without a gap. chain is
-- the hash over this event and the chain of the one before. Rows are only ever
-- added.
CREATE TABLE ledger (
	seq      BIGINT PRIMARY KEY,
	id       TEXT NOT NULL,
	at       BIGINT NOT NULL,
	by       TEXT NOT NULL,
	verb     TEXT NOT NULL,
	on_      TEXT NOT NULL,
	via      TEXT NOT NULL,
	agency   TEXT NOT NULL,
	session  TEXT NOT NULL,
	source   TEXT NOT NULL,
	outcome  TEXT NOT NULL,
	purpose  TEXT NOT NULL,
	grant_id TEXT NOT NULL,
	fields   TEXT NOT NULL,
	to_      TEXT NOT NULL,
	chain    BYTEA NOT NULL
);
CREATE INDEX ledger_by ON ledger (by, seq);
CREATE INDEX ledger_on ON ledger (on_, seq);
CREATE INDEX ledger_verb ON ledger (verb, seq);
CREATE INDEX ledger_agency ON ledger (agency, seq);

-- How far the ledger goes: one row. edge are the roots of the whole subtrees
-- on the right side of the tree, note the signed checkpoint of exactly this
-- size.
CREATE TABLE ledger_head (
	one   BIGINT PRIMARY KEY CHECK (one = 1),
	size  BIGINT NOT NULL,
	chain BYTEA NOT NULL,
	edge  BYTEA NOT NULL,
	note  TEXT NOT NULL
);

-- The checkpoints that were given out, as they were signed.
CREATE TABLE checkpoint (
	size BIGINT PRIMARY KEY,
	at   BIGINT NOT NULL,
	note TEXT NOT NULL
);
