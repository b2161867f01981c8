-- +goose Up
CREATE TABLE contact (
	id          TEXT PRIMARY KEY,
	request_id  TEXT NOT NULL REFERENCES request (id),
	ordinal     BIGINT NOT NULL,
	kind        TEXT NOT NULL,
	asked_by    TEXT NOT NULL,
	asked_at    BIGINT NOT NULL,
	due_at      BIGINT,
	answered_at BIGINT,
	body        TEXT NOT NULL, -- name, license number, channel, note, what they said
	UNIQUE (request_id, ordinal)
);

CREATE TABLE question (
	id          TEXT PRIMARY KEY,
	request_id  TEXT NOT NULL REFERENCES request (id),
	asked_by    TEXT NOT NULL,
	asked_at    BIGINT NOT NULL,
	answered_by TEXT NOT NULL DEFAULT '',
	answered_at BIGINT,
	recalled_at BIGINT,
	body        TEXT NOT NULL, -- fields, text, language
	reply       TEXT NOT NULL DEFAULT ''
);
CREATE INDEX question_request ON question (request_id, asked_at, id);

CREATE TABLE result (
	request_id TEXT NOT NULL REFERENCES request (id),
	version    BIGINT NOT NULL,
	outcome    TEXT NOT NULL,
	dealer     TEXT NOT NULL,
	purchaser  TEXT NOT NULL,
	sold       TEXT NOT NULL,
	note       TEXT NOT NULL,
	reason     TEXT NOT NULL,
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (request_id, version)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

CREATE TABLE notice (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	folio      TEXT NOT NULL,
	code       TEXT NOT NULL,
	at         BIGINT NOT NULL,
	read_at    BIGINT
);
CREATE INDEX notice_account ON notice (account_id, at, id);
CREATE INDEX notice_unread ON notice (account_id) WHERE read_at IS NULL;

-- What must happen later, written in the transaction that makes it necessary.
CREATE TABLE outbox (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL,
	body       TEXT NOT NULL,
	due_at     BIGINT NOT NULL,
	tries      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outbox_due ON outbox (due_at, id);
