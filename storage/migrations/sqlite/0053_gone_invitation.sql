-- The name on an invitation is erased like any other: an older copy put back forgets it again, and
-- nobody is called about it.
CREATE TRIGGER gone_invitation AFTER UPDATE OF recipient ON invitation
WHEN OLD.recipient <> NEW.recipient
BEGIN
    INSERT INTO gone (kind, object) VALUES ('invitation', NEW.id);
    DELETE FROM call_task WHERE invitation_id = NEW.id;
END;
