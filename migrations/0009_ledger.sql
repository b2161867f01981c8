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
CREATE INDEX ledger_at ON ledger (at, seq);
CREATE INDEX ledger_by ON ledger (by, at, seq);
CREATE INDEX ledger_on ON ledger (on_, at, seq);
CREATE INDEX ledger_verb ON ledger (verb, at, seq);
CREATE INDEX ledger_agency ON ledger (agency, at, seq);

-- How far the ledger goes: one row. edge are the roots of the whole subtrees
-- on the right side of the tree, note the signed checkpoint of exactly this
-- size. There is no row before the first event.
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

-- What was sealed or given out stays as it is. Who owns the database can take
-- this away, and the next verification tells.
-- +only sqlite
-- +goose StatementBegin
CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint: rows are only added'); END;
-- +goose StatementEnd
-- +end
-- +only postgres
-- +goose StatementBegin
CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '%: rows are only added', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER ledger_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION only_added();
CREATE TRIGGER checkpoint_change BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION only_added();
-- +end
