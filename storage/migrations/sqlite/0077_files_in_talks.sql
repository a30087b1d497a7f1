-- What a file of a line is called; '' for a photo.
ALTER TABLE handoff_line ADD COLUMN title TEXT NOT NULL DEFAULT '';
-- Whether a channel takes a file as it is, or only where it stands on our own pages.
ALTER TABLE channel_reach ADD COLUMN uploads INTEGER NOT NULL DEFAULT 1;
