-- What is left on the page of a web chat has been read once its reader presses or writes something
-- there: then nobody need be called about it.
ALTER TABLE call_task ADD COLUMN page_id INTEGER;  -- the message on the page
CREATE INDEX call_task_by_page ON call_task (page_id) WHERE state = 'open';

CREATE TRIGGER no_call_when_seen AFTER UPDATE OF last_inbound_at ON contact
BEGIN
    UPDATE call_task SET state = 'settled', done_at = NEW.last_inbound_at
    WHERE state = 'open' AND page_id IN (SELECT id FROM outbox
        WHERE contact_id = NEW.id AND state = 'sent' AND settled_at < NEW.last_inbound_at);
END;

-- The words of a broadcast as they were sent, one for each time it began or went on with others;
-- JSON list of [title, text].
ALTER TABLE broadcast ADD COLUMN said TEXT NOT NULL DEFAULT '[]';
