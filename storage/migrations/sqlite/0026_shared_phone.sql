-- Two people with one phone: staff register the second one knowingly. The number finds the first.
ALTER TABLE registration ADD COLUMN shares_phone INTEGER NOT NULL DEFAULT 0;
DROP INDEX registration_once;
CREATE UNIQUE INDEX registration_once ON registration (event_id, phone)
    WHERE phone IS NOT NULL AND NOT shares_phone;
CREATE INDEX registration_by_phone ON registration (event_id, phone) WHERE phone IS NOT NULL;
