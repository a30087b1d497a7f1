-- Whose neighbourhood the leader of one sees to; '' for everybody else.
ALTER TABLE staff ADD COLUMN neighbourhood text COLLATE "C" NOT NULL DEFAULT '';
