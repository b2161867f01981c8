-- +goose Up
-- The second fence: of these tables a transaction is shown, and may write, only
-- what is somebody's, whatever a statement asks for. It is told whom it is for:
-- account, agency, and reach, 'all' for whoever may be shown every row; where
-- it was told nothing it is shown nothing. It does not look at the clock.
--
-- Not fenced, and why:
--   agency, colonia, counter, rate: say nothing of anybody's record.
--   account, api_key, session, sign_in, factor, recovery_code, ceremony, device,
--   invitation, change, brake: of people who sign in, read before it is known
--   who does, or by those who look after them; no record of a seizure.
--   audit, ledger, ledger_head, checkpoint, daily: the log, which holds no personal
--   data and is read by its verifiers and by those it is about.
--   fenced: says what is.

-- The folio of a share, so that whoever is to accept one need not see the rest.
-- The schema fills it in.
ALTER TABLE share ADD COLUMN folio TEXT NOT NULL DEFAULT '';
UPDATE share SET folio = (SELECT seizure.folio FROM seizure WHERE seizure.id = share.seizure_id);

-- +only sqlite
-- +goose StatementBegin
CREATE TRIGGER share_folio AFTER INSERT ON share BEGIN
	UPDATE share SET folio = (SELECT seizure.folio FROM seizure WHERE seizure.id = NEW.seizure_id) WHERE id = NEW.id;
END;
-- +goose StatementEnd
-- +end
-- +only postgres
-- +goose StatementBegin
CREATE FUNCTION share_folio() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.folio := (SELECT seizure.folio FROM seizure WHERE seizure.id = NEW.seizure_id);
	RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER share_folio BEFORE INSERT ON share FOR EACH ROW EXECUTE FUNCTION share_folio();
-- +end

-- The indexes of cores answer alone, for somebody too; and which seizures of an
-- agency are restricted is few.
DROP INDEX request_core;
DROP INDEX request_own_core;
CREATE INDEX request_own_core ON request (agency_id, serial_core, serial_key, id, restricted, seizure_id) WHERE serial_core > '';
CREATE INDEX request_core ON request (serial_core, serial_key, agency_id, id, restricted, seizure_id) WHERE serial_core <> '';
CREATE INDEX seizure_restricted ON seizure (agency_id, id) WHERE restricted = 1;

-- +only sqlite
-- What a connection fences, in this order: on which condition a row is shown,
-- and on which it may be written, '' for the same. {} stands for the row, and
-- what is in angle brackets for what is put in its place below. A + keeps a
-- condition from choosing the index.
CREATE TABLE fenced (
	number  BIGINT PRIMARY KEY,
	name    TEXT NOT NULL UNIQUE,
	shown   TEXT NOT NULL,
	written TEXT NOT NULL DEFAULT ''
);
INSERT INTO fenced (number, name, shown) VALUES
	(10, 'seizure', '<all> OR (+{}.agency_id = <mine> AND +{}.restricted = 0 OR EXISTS (<let>) AND +{}.id IN (<let>)) AND +{}.id NOT IN (<barred>)'),
	(11, 'request', '<all> OR (+{}.agency_id = <mine> AND +{}.restricted = 0 OR EXISTS (<let>) AND +{}.seizure_id IN (<let>)) AND +{}.seizure_id NOT IN (<barred>)'),
	-- What hangs on a seizure. Of terms many are looked at.
	(20, 'person', '<all> OR (SELECT 1 FROM seen_seizure WHERE seen_seizure.id = {}.seizure_id)'),
	(21, 'person_term', '<all> OR (+{}.agency_id = <mine> AND +{}.seizure_id NOT IN (<restricted>) OR EXISTS (<let>) AND +{}.seizure_id IN (<let>))
		AND +{}.seizure_id NOT IN (<barred>)'),
	(22, 'named', '<all> OR (SELECT 1 FROM seen_seizure WHERE seen_seizure.id = {}.seizure_id)'),
	(23, 'named_change', '<all> OR (SELECT 1 FROM seen_seizure WHERE seen_seizure.id = {}.seizure_id)'),
	(24, 'bar', '<all> OR (SELECT 1 FROM seen_seizure WHERE seen_seizure.id = {}.seizure_id)'),
	(25, 'party', '<all> OR (+{}.agency_id = <mine> AND +{}.seizure_id NOT IN (<restricted>) OR EXISTS (<let>) AND +{}.seizure_id IN (<let>))
		AND +{}.seizure_id NOT IN (<barred>)'),
	(26, 'namesake', '<all> OR (SELECT 1 FROM seen_seizure WHERE seen_seizure.id = {}.seizure_id)'),
	-- What hangs on a request.
	(30, 'request_term', '<all> OR (SELECT 1 FROM seen_request WHERE seen_request.id = {}.request_id)'),
	(31, 'event', '<all> OR (SELECT 1 FROM seen_request WHERE seen_request.id = {}.request_id)'),
	(32, 'contact', '<all> OR (SELECT 1 FROM seen_request WHERE seen_request.id = {}.request_id)'),
	(33, 'question', '<all> OR (SELECT 1 FROM seen_request WHERE seen_request.id = {}.request_id)'),
	(34, 'result', '<all> OR (SELECT 1 FROM seen_request WHERE seen_request.id = {}.request_id)'),
	(35, 'link', '<all> OR (SELECT 1 FROM seen_request WHERE seen_request.id = {}.request_id)
		AND (SELECT 1 FROM seen_request WHERE seen_request.id = {}.other_id)'),
	-- What belongs to an account.
	(40, 'draft', '<all> OR +{}.account_id = <me>'),
	(41, 'kept', '<all> OR +{}.account_id = <me>'),
	(42, 'filing_key', '<all> OR +{}.account_id = <me>'),
	(43, 'opening', '<all> OR +{}.account_id = <me>'),
	(44, 'notice', '<all> OR +{}.account_id = <me>'),
	-- What two sides know of.
	(50, 'share', '<all> OR (SELECT 1 FROM seen_seizure WHERE seen_seizure.id = {}.seizure_id) OR {}.approved_at IS NOT NULL AND +{}.to_agency = <mine>'),
	(51, 'share_person', '<all> OR (SELECT 1 FROM seen_share WHERE seen_share.id = {}.share_id)'),
	(52, 'break_glass', '<all> OR +{}.by = <me> OR +{}.account_id = <me>'),
	-- Only who made a decoy knows of it.
	(53, 'decoy', '<all> OR +{}.by = <me>'),
	(54, 'decoy_folio', '<all> OR (SELECT 1 FROM seen_decoy WHERE seen_decoy.id = {}.decoy_id)'),
	(55, 'decoy_opening', '<all> OR (SELECT 1 FROM seen_decoy WHERE seen_decoy.id = {}.decoy_id)');
-- Anybody puts in what must happen later; what does it is the house.
INSERT INTO fenced (number, name, shown, written) VALUES (60, 'outbox', '<all>', '1');
UPDATE fenced SET shown = replace(shown, '<let>', 'SELECT named.seizure_id FROM main.named AS named
	WHERE named.account_id = <me> AND <mine> <> ''''
	UNION ALL SELECT share.seizure_id FROM main.share_person AS share_person JOIN main.share AS share ON share.id = share_person.share_id
	WHERE share_person.account_id = <me> AND <mine> <> '''' AND share.accepted_at IS NOT NULL AND share.ended_at IS NULL');
UPDATE fenced SET shown = replace(shown, '<barred>', 'SELECT bar.seizure_id FROM main.bar AS bar WHERE bar.account_id = <me>');
UPDATE fenced SET shown = replace(shown, '<restricted>', 'SELECT seizure.id FROM main.seizure AS seizure WHERE seizure.agency_id = <mine> AND seizure.restricted = 1');
UPDATE fenced SET shown = replace(shown, '<all>', '(SELECT reach FROM temp.reader) = ''all''');
UPDATE fenced SET shown = replace(shown, '<mine>', '(SELECT agency FROM temp.reader)');
UPDATE fenced SET shown = replace(shown, '<me>', '(SELECT account FROM temp.reader)');
-- +end

-- +only postgres
-- The seizures that somebody is let to beside those of the agency: that name
-- them, or are shared with them; those that they are kept out of; and the
-- restricted ones of the agency. The fence is lifted within, for it is what these
-- make.
-- +goose StatementBegin
CREATE FUNCTION fence_let() RETURNS SETOF TEXT LANGUAGE plpgsql STABLE ROWS 10 SET rastreo.reach = 'all' AS $$
BEGIN
	IF COALESCE(current_setting('rastreo.agency', true), '') = '' THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT named.seizure_id FROM named WHERE named.account_id = current_setting('rastreo.account', true)
		UNION ALL SELECT share.seizure_id FROM share_person JOIN share ON share.id = share_person.share_id
		WHERE share_person.account_id = current_setting('rastreo.account', true)
			AND share.accepted_at IS NOT NULL AND share.ended_at IS NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION fence_barred() RETURNS SETOF TEXT LANGUAGE plpgsql STABLE ROWS 10 SET rastreo.reach = 'all' AS $$
BEGIN
	RETURN QUERY SELECT bar.seizure_id FROM bar WHERE bar.account_id = current_setting('rastreo.account', true);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION fence_restricted() RETURNS SETOF TEXT LANGUAGE plpgsql STABLE ROWS 100 SET rastreo.reach = 'all' AS $$
BEGIN
	RETURN QUERY SELECT seizure.id FROM seizure WHERE seizure.agency_id = current_setting('rastreo.agency', true) AND seizure.restricted = 1;
END $$;
-- +goose StatementEnd

-- A CASE is taken to let half of the rows through; of an OR the planner thinks so
-- little that it would rather sort a whole table than read the beginning of an
-- index.
CREATE POLICY fence ON seizure USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (agency_id = (SELECT current_setting('rastreo.agency', true)) AND restricted = 0
			OR EXISTS (SELECT fence_let()) AND id IN (SELECT fence_let()))
		AND id NOT IN (SELECT fence_barred()) END);
CREATE POLICY fence ON request USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (agency_id = (SELECT current_setting('rastreo.agency', true)) AND restricted = 0
			OR EXISTS (SELECT fence_let()) AND seizure_id IN (SELECT fence_let()))
		AND seizure_id NOT IN (SELECT fence_barred()) END);
-- Of terms many are looked at.
CREATE POLICY fence ON party USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (agency_id = (SELECT current_setting('rastreo.agency', true)) AND seizure_id NOT IN (SELECT fence_restricted())
			OR EXISTS (SELECT fence_let()) AND seizure_id IN (SELECT fence_let()))
		AND seizure_id NOT IN (SELECT fence_barred()) END);
CREATE POLICY fence ON person_term USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (agency_id = (SELECT current_setting('rastreo.agency', true)) AND seizure_id NOT IN (SELECT fence_restricted())
			OR EXISTS (SELECT fence_let()) AND seizure_id IN (SELECT fence_let()))
		AND seizure_id NOT IN (SELECT fence_barred()) END);
-- What hangs on a seizure or a request: a subquery of one value is never turned
-- into a list of all there are.
-- +goose StatementBegin
DO $$
DECLARE child TEXT;
BEGIN
	FOREACH child IN ARRAY ARRAY['person', 'named', 'named_change', 'bar', 'namesake'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING (CASE WHEN (SELECT current_setting(''rastreo.reach'', true)) = ''all'' THEN true
			ELSE (SELECT true FROM seizure WHERE seizure.id = %I.seizure_id) END)', child, child);
	END LOOP;
	FOREACH child IN ARRAY ARRAY['request_term', 'event', 'contact', 'question', 'result'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING (CASE WHEN (SELECT current_setting(''rastreo.reach'', true)) = ''all'' THEN true
			ELSE (SELECT true FROM request WHERE request.id = %I.request_id) END)', child, child);
	END LOOP;
	FOREACH child IN ARRAY ARRAY['draft', 'kept', 'filing_key', 'opening', 'notice'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING (CASE WHEN (SELECT current_setting(''rastreo.reach'', true)) = ''all'' THEN true
			ELSE account_id = (SELECT current_setting(''rastreo.account'', true)) END)', child);
	END LOOP;
END $$;
-- +goose StatementEnd
CREATE POLICY fence ON link USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (SELECT true FROM request WHERE request.id = link.request_id) AND (SELECT true FROM request WHERE request.id = link.other_id) END);
CREATE POLICY fence ON share USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (SELECT true FROM seizure WHERE seizure.id = share.seizure_id)
	OR approved_at IS NOT NULL AND to_agency = (SELECT current_setting('rastreo.agency', true)) END);
CREATE POLICY fence ON share_person USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (SELECT true FROM share WHERE share.id = share_person.share_id) END);
CREATE POLICY fence ON break_glass USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE by = (SELECT current_setting('rastreo.account', true)) OR account_id = (SELECT current_setting('rastreo.account', true)) END);
-- Only who made a decoy knows of it.
CREATE POLICY fence ON decoy USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE by = (SELECT current_setting('rastreo.account', true)) END);
CREATE POLICY fence ON decoy_folio USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (SELECT true FROM decoy WHERE decoy.id = decoy_folio.decoy_id) END);
CREATE POLICY fence ON decoy_opening USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (SELECT true FROM decoy WHERE decoy.id = decoy_opening.decoy_id) END);
-- Anybody puts in what must happen later; what does it is the house.
CREATE POLICY fence ON outbox USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true ELSE false END)
	WITH CHECK (true);

-- The owner too, who is else let through.
-- +goose StatementBegin
DO $$
DECLARE fenced TEXT;
BEGIN
	FOREACH fenced IN ARRAY ARRAY['seizure', 'request', 'person', 'person_term', 'named', 'named_change', 'bar', 'request_term', 'event',
		'contact', 'question', 'result', 'draft', 'kept', 'filing_key', 'opening', 'notice', 'link', 'share', 'share_person',
		'break_glass', 'decoy', 'decoy_folio', 'decoy_opening', 'party', 'namesake', 'outbox'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', fenced);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', fenced);
	END LOOP;
END $$;
-- +goose StatementEnd

-- What is granted to whoever serves reads these comments.
COMMENT ON TABLE ledger IS 'rows are only added';
COMMENT ON TABLE daily IS 'rows are only added';
COMMENT ON TABLE checkpoint IS 'rows are only added';
-- +end
