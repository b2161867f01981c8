-- +goose Up
CREATE TABLE request (
	id              TEXT PRIMARY KEY,
	folio           TEXT NOT NULL,
	folio_key       TEXT COLLATE "C" NOT NULL UNIQUE, -- the drawn part of folio: what it is found by
	seizure_id      TEXT NOT NULL REFERENCES seizure (id),
	seizure_folio   TEXT NOT NULL,
	ordinal         BIGINT NOT NULL,
	agency_id       TEXT NOT NULL REFERENCES agency (id),
	filed_by        TEXT NOT NULL REFERENCES account (id),
	filed_at        BIGINT NOT NULL,
	recovered       TEXT NOT NULL,
	entidad         TEXT NOT NULL,
	type            TEXT NOT NULL,
	manufacturer    TEXT NOT NULL,
	importer        TEXT NOT NULL,
	model           TEXT NOT NULL,
	caliber         TEXT NOT NULL,
	country         TEXT NOT NULL,
	serial_text     TEXT NOT NULL,
	serial_reading  TEXT NOT NULL,
	serial_location TEXT NOT NULL,
	serial_key      TEXT NOT NULL,
	terms           TEXT NOT NULL, -- what request_term holds of it
	markings        TEXT NOT NULL,
	priority        TEXT NOT NULL CHECK (priority IN ('routine', 'urgent')),
	justification   TEXT NOT NULL,
	instructions    TEXT NOT NULL,
	rank            BIGINT NOT NULL, -- 0 urgent, 1 routine: the first half of the queue's order
	status          TEXT NOT NULL CHECK (status IN ('queued', 'claimed', 'returned', 'concluded', 'withdrawn')),
	queued_at       BIGINT NOT NULL,
	claimed_by      TEXT NOT NULL DEFAULT '',
	claimed_at      BIGINT,
	lease_until     BIGINT,
	ended_at        BIGINT,
	outcome         TEXT NOT NULL DEFAULT '',
	UNIQUE (seizure_id, ordinal)
);
-- One index for each list that a page shows, in its order.
CREATE INDEX request_all ON request (filed_at, id);
CREATE INDEX request_status ON request (status, filed_at, id);
CREATE INDEX request_mine ON request (filed_by, filed_at, id);
CREATE INDEX request_mine_status ON request (filed_by, status, filed_at, id);
CREATE INDEX request_agency ON request (agency_id, filed_at, id);
CREATE INDEX request_agency_status ON request (agency_id, status, filed_at, id);
CREATE INDEX request_queue ON request (status, rank, queued_at, id);
CREATE INDEX request_queue_agency ON request (agency_id, status, rank, queued_at, id);
CREATE INDEX request_desk ON request (claimed_by, status, rank, queued_at, id) WHERE claimed_by <> '';
CREATE INDEX request_lease ON request (lease_until, id) WHERE lease_until IS NOT NULL;

-- What a request is found by beside its folio: the folded serial and case
-- numbers. Ordered by term, so that a prefix is one range. Each row costs
-- three places far apart on the disk, so the folios, which are unique, are
-- found by folio_key instead.
CREATE TABLE request_term (
	term       TEXT COLLATE "C" NOT NULL,
	request_id TEXT NOT NULL REFERENCES request (id),
	agency_id  TEXT NOT NULL,
	filed_by   TEXT NOT NULL,
	PRIMARY KEY (term, request_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX request_term_agency ON request_term (agency_id, term, request_id);
CREATE INDEX request_term_mine ON request_term (filed_by, term, request_id);

CREATE TABLE event (
	request_id TEXT NOT NULL REFERENCES request (id),
	seq        BIGINT NOT NULL,
	at         BIGINT NOT NULL,
	by         TEXT NOT NULL,
	code       TEXT NOT NULL,
	params     TEXT NOT NULL,
	PRIMARY KEY (request_id, seq)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- How many requests stand where, kept in the transaction that moves them. A
-- count is the sum over its slots: writers that meet on PostgreSQL take
-- different slots and so do not wait for each other.
CREATE TABLE counter (
	name TEXT NOT NULL,
	slot BIGINT NOT NULL,
	n    BIGINT NOT NULL,
	PRIMARY KEY (name, slot)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
