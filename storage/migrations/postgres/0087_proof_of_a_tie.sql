-- Which paper or call showed an official whose chat it is.
ALTER TABLE business_person ADD COLUMN proof_said text COLLATE "C" NOT NULL DEFAULT '';
