-- A message that was given up on, and whose person was to be called instead, went after all.
CREATE TRIGGER call_not_needed AFTER UPDATE OF state ON outbox
WHEN NEW.kind = 'notice' AND NEW.state = 'sent'
BEGIN
    UPDATE call_task SET state = 'settled', done_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'open';
END;

CREATE INDEX call_task_open_by_outbox ON call_task (outbox_id) WHERE state = 'open';
