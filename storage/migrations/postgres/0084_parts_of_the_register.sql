-- A leaflet or a visit may be of one business of the register; a wave may ask saved groups of it.
ALTER TABLE outreach ADD COLUMN register_id bigint REFERENCES business (id) ON DELETE SET NULL;
CREATE INDEX outreach_of ON outreach (register_id) WHERE register_id IS NOT NULL;
ALTER TABLE survey_wave ADD COLUMN in_groups text COLLATE "C" NOT NULL DEFAULT '[]';
