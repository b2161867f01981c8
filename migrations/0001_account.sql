-- +goose Up
-- Tables whose rows are short and found by their whole key are kept in the
-- key's own tree on SQLite (WITHOUT ROWID): one tree to write instead of two.
CREATE TABLE agency (
	id      TEXT PRIMARY KEY,
	code    TEXT NOT NULL UNIQUE,
	name    TEXT NOT NULL,
	kind    TEXT NOT NULL CHECK (kind IN ('federal', 'state', 'center')),
	entidad TEXT NOT NULL
);

CREATE TABLE account (
	id         TEXT PRIMARY KEY,
	agency_id  TEXT NOT NULL REFERENCES agency (id),
	username   TEXT NOT NULL UNIQUE,
	password   TEXT NOT NULL,
	name       TEXT NOT NULL,
	role       TEXT NOT NULL CHECK (role IN ('submitter', 'coordinator', 'tracer', 'supervisor')),
	lang       TEXT NOT NULL CHECK (lang IN ('es', 'en')),
	zone       TEXT NOT NULL,
	disabled   BIGINT NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
	created_at BIGINT NOT NULL
);

-- Failed sign-ins are counted by name, known or not, so that the count says
-- nothing about which names exist.
CREATE TABLE sign_in (
	username   TEXT PRIMARY KEY,
	failures   BIGINT NOT NULL,
	first_at   BIGINT NOT NULL
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

CREATE INDEX sign_in_age ON sign_in (first_at, username);

CREATE TABLE session (
	token      TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	data       BYTEA NOT NULL,
	expires_at BIGINT NOT NULL
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX session_expiry ON session (expires_at, token);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE api_key (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	name       TEXT NOT NULL,
	hint       TEXT NOT NULL,
	hash       TEXT NOT NULL UNIQUE,
	created_at BIGINT NOT NULL,
	revoked_at BIGINT
);
CREATE INDEX api_key_account ON api_key (account_id, created_at, id);

CREATE TABLE audit (
	id   TEXT PRIMARY KEY,
	at   BIGINT NOT NULL,
	by   TEXT NOT NULL,
	verb TEXT NOT NULL,
	on_  TEXT NOT NULL,
	via  TEXT NOT NULL
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
