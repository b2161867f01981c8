-- +goose Up
-- When a limit was used that holds for any span of its time, and by which
-- member of its name, such as which user name: instants in microseconds to the
-- base 36, the oldest first.
ALTER TABLE rate ADD COLUMN used TEXT NOT NULL DEFAULT '';
