-- Of which words an article was made, in a few letters: those of another approval are not sent.
ALTER TABLE zalo_article ADD COLUMN words TEXT NOT NULL DEFAULT '';
