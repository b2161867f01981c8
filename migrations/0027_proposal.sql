-- +goose Up
-- Whether a result that names a purchaser is for two people of a center to
-- find: one proposes it, another approves.
ALTER TABLE agency ADD COLUMN second BIGINT NOT NULL DEFAULT 0 CHECK (second IN (0, 1));

-- Since when a result of the request waits for a second person. It keeps its
-- status meanwhile, and a claim of it has no end.
ALTER TABLE request ADD COLUMN review_at BIGINT;
CREATE INDEX request_review ON request (rank, review_at, id) WHERE review_at IS NOT NULL;

-- What was proposed, and what became of it. The author is not who decides.
CREATE TABLE proposal (
	id         TEXT PRIMARY KEY,
	request_id TEXT NOT NULL REFERENCES request (id),
	body       TEXT NOT NULL, -- the result as it would be, and the folios of what it answers too
	by         TEXT NOT NULL REFERENCES account (id),
	at         BIGINT NOT NULL,
	decided_by TEXT NOT NULL DEFAULT '',
	decided_at BIGINT,
	verdict    TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'approved', 'returned', 'withdrawn')),
	notes      TEXT NOT NULL DEFAULT '',
	CHECK (verdict NOT IN ('approved', 'returned') OR decided_by <> '' AND decided_by <> by)
);
CREATE INDEX proposal_request ON proposal (request_id, at, id);
CREATE UNIQUE INDEX proposal_open ON proposal (request_id) WHERE verdict = '';

-- That the result of one request answers another too, or will: both are for
-- the same firearm.
CREATE TABLE together (
	request_id TEXT PRIMARY KEY REFERENCES request (id),
	lead_id    TEXT NOT NULL REFERENCES request (id),
	at         BIGINT NOT NULL,
	CHECK (request_id <> lead_id)
);
CREATE INDEX together_lead ON together (lead_id, request_id);

-- Only the tracing center knows of either.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES
	(110, 'proposal', '(SELECT reach FROM temp.reader) = ''all'''),
	(111, 'together', '(SELECT reach FROM temp.reader) = ''all''');
-- +end
-- +only postgres
-- +goose StatementBegin
DO $$
DECLARE own TEXT;
BEGIN
	FOREACH own IN ARRAY ARRAY['proposal', 'together'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING ((SELECT current_setting(''rastreo.reach'', true)) = ''all'')', own);
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', own);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', own);
	END LOOP;
END $$;
-- +goose StatementEnd
-- +end
