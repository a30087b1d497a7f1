-- Who leads the meeting, as staff write it; empty is not told yet.
ALTER TABLE event ADD COLUMN host TEXT NOT NULL DEFAULT '';
