-- +goose Up
-- What went out to a request stands beside what was done by it.
-- verb || '' is what no other index is made of, so that this one is taken.
CREATE INDEX ledger_answer ON ledger (via) WHERE verb || '' = 'house.answered';

-- The checkpoint of each day, which is told to every agency. Rows are only
-- ever added.
CREATE TABLE daily (
	day  TEXT PRIMARY KEY, -- YYYY-MM-DD
	size BIGINT NOT NULL,
	at   BIGINT NOT NULL,
	note TEXT NOT NULL,
	told BIGINT NOT NULL -- when
);
-- +only sqlite
-- +goose StatementBegin
CREATE TRIGGER daily_update BEFORE UPDATE ON daily BEGIN SELECT RAISE(ABORT, 'daily: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER daily_delete BEFORE DELETE ON daily BEGIN SELECT RAISE(ABORT, 'daily: rows are only added'); END;
-- +goose StatementEnd
-- +end
-- +only postgres
CREATE TRIGGER daily_change BEFORE UPDATE OR DELETE OR TRUNCATE ON daily FOR EACH STATEMENT EXECUTE FUNCTION only_added();
-- +end
