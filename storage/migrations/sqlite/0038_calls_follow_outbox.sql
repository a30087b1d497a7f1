-- What became of a message decides about the call that stands by for it. Three triggers looked at
-- every message that went; one does, and only where a call stands by.
DROP TRIGGER call_when_not_sent;
DROP TRIGGER no_call_when_sent;
DROP TRIGGER call_not_needed;
CREATE TRIGGER calls_follow_outbox AFTER UPDATE OF state ON outbox
WHEN NEW.state IN ('sent', 'refused', 'failed', 'unconfirmed')
 AND NEW.kind IN ('notice', 'broadcast')
 AND (EXISTS (SELECT 1 FROM call_task AS c WHERE c.outbox_id = NEW.id AND c.state = 'standby')
  OR EXISTS (SELECT 1 FROM call_task AS c WHERE c.outbox_id = NEW.id AND c.state = 'open'))
BEGIN
    -- It does not arrive: somebody calls. But not about what is over or was taken back.
    UPDATE call_task SET state = 'open', created_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'standby' AND NEW.state <> 'sent'
     AND coalesce(NEW.error, '') NOT IN ('withdrawn', 'expired');
    DELETE FROM call_task WHERE outbox_id = NEW.id AND state = 'standby'
     AND (NEW.state = 'sent' OR NEW.error IN ('withdrawn', 'expired'));
    -- It was given up on, and went after all.
    UPDATE call_task SET state = 'settled', done_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'open' AND NEW.state = 'sent';
END;
