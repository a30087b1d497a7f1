-- A fingerprint of the row of a sheet a registration was last loaded from: the same row, loaded once
-- more, says nothing new, and must not undo what its owner chose since.
ALTER TABLE registration ADD COLUMN loaded TEXT NOT NULL DEFAULT '';
