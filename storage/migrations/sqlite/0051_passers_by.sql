-- Whoever passed by is forgotten whole: what they said is found without walking over all of it.
DROP INDEX inbox_by_contact;
CREATE INDEX inbox_by_contact ON inbox (contact_id, id);
