-- Who asks for an event to be published, and when; what it was before it was cancelled, to go back to.
ALTER TABLE event ADD COLUMN proposed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN proposed_at TEXT;
ALTER TABLE event ADD COLUMN cancelled_from TEXT NOT NULL DEFAULT '';
