-- How often something was erased since the file was last rebuilt: what was rebuilt before the last
-- of them is not all that is owed.
ALTER TABLE scrub_owed ADD COLUMN asked INTEGER NOT NULL DEFAULT 1;
