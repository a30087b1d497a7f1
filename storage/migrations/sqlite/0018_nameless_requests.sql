-- A request about one's own data carried an unsalted hash of the chat's address or the phone number,
-- which whoever tries every number reads back. It carries a code drawn by lot instead.

UPDATE data_request SET subject = lower(hex(randomblob(12)));

-- What stood there before must not stay in a free page or the log.
INSERT INTO scrub_owed (id) SELECT 1 WHERE EXISTS (SELECT 1 FROM data_request)
ON CONFLICT DO NOTHING;
