-- +goose Up
-- What is open by when it must be done: lists of what is late, and counts of it.
CREATE INDEX request_due ON request (status, rank, due_at, id) WHERE status IN ('queued', 'claimed', 'returned');
CREATE INDEX request_due_agency ON request (agency_id, status, rank, due_at, id) WHERE status IN ('queued', 'claimed', 'returned');
