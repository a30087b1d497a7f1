-- Whoever a broadcast to the people of an event, or to those who asked, does not reach is called,
-- as with any other message to them.
DROP TRIGGER call_when_not_sent;
CREATE TRIGGER call_when_not_sent AFTER UPDATE OF state ON outbox
WHEN NEW.kind IN ('notice', 'broadcast') AND NEW.state IN ('refused', 'failed', 'unconfirmed')
 AND coalesce(NEW.error, '') NOT IN ('withdrawn', 'expired')
BEGIN
    UPDATE call_task SET state = 'open', created_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'standby';
END;

DROP TRIGGER no_call_when_sent;
CREATE TRIGGER no_call_when_sent AFTER UPDATE OF state ON outbox
WHEN NEW.kind IN ('notice', 'broadcast')
 AND (NEW.state = 'sent' OR NEW.error IN ('withdrawn', 'expired'))
BEGIN
    DELETE FROM call_task WHERE outbox_id = NEW.id AND state = 'standby';
END;

DROP TRIGGER no_call_without_message;
CREATE TRIGGER no_call_without_message AFTER DELETE ON outbox
WHEN OLD.kind IN ('notice', 'broadcast')
BEGIN
    DELETE FROM call_task WHERE outbox_id = OLD.id AND state = 'standby';
END;

DROP TRIGGER call_not_needed;
CREATE TRIGGER call_not_needed AFTER UPDATE OF state ON outbox
WHEN NEW.kind IN ('notice', 'broadcast') AND NEW.state = 'sent'
BEGIN
    UPDATE call_task SET state = 'settled', done_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'open';
END;
