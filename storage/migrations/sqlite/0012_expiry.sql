-- What is worth sending only for a while: an answer for an hour, a reminder until it is over.
ALTER TABLE outbox ADD COLUMN expires_at TEXT;
CREATE INDEX outbox_expiring ON outbox (expires_at)
    WHERE state = 'pending' AND expires_at IS NOT NULL;
-- Answers that were never sent, of which the person has not been told yet.
CREATE INDEX outbox_expired ON outbox (contact_id) WHERE error = 'expired';

-- Answers that wait now, but for the web chat, whose page shows them anyhow.
UPDATE outbox SET expires_at = strftime('%Y-%m-%dT%H:%M:%S', created_at, '+1 hour')
    || '.000000+00:00'
    WHERE state = 'pending' AND kind = 'reply'
    AND contact_id IN (SELECT id FROM contact WHERE channel <> 'web');

-- A matter that is over is no reason to call.
DROP TRIGGER call_when_not_sent;
CREATE TRIGGER call_when_not_sent AFTER UPDATE OF state ON outbox
WHEN NEW.kind = 'notice' AND NEW.state IN ('refused', 'failed', 'unconfirmed')
 AND coalesce(NEW.error, '') NOT IN ('withdrawn', 'expired')
BEGIN
    UPDATE call_task SET state = 'open', created_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'standby';
END;

DROP TRIGGER no_call_when_sent;
CREATE TRIGGER no_call_when_sent AFTER UPDATE OF state ON outbox
WHEN NEW.kind = 'notice' AND (NEW.state = 'sent' OR NEW.error IN ('withdrawn', 'expired'))
BEGIN
    DELETE FROM call_task WHERE outbox_id = NEW.id AND state = 'standby';
END;
