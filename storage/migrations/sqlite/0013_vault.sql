-- What was erased, withdrawn or ended, by id and without a name, so that a database put back from
-- a backup can be made to forget it again. The same lines stand in `<file>.erasures`, which is no
-- part of the database. Triggers write them: no caller can forget to.
CREATE TABLE gone (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(8)))),
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now'))
);

CREATE TRIGGER gone_registration AFTER UPDATE OF anonymised_at ON registration
WHEN OLD.anonymised_at IS NULL AND NEW.anonymised_at IS NOT NULL
BEGIN INSERT INTO gone (kind, object) VALUES ('registration', NEW.id); END;

CREATE TRIGGER gone_question AFTER UPDATE OF anonymised_at ON question
WHEN OLD.anonymised_at IS NULL AND NEW.anonymised_at IS NOT NULL
BEGIN INSERT INTO gone (kind, object) VALUES ('question', NEW.id); END;

CREATE TRIGGER gone_registration_row AFTER DELETE ON registration
BEGIN INSERT INTO gone (kind, object) VALUES ('registration', OLD.id); END;

CREATE TRIGGER gone_question_row AFTER DELETE ON question
BEGIN INSERT INTO gone (kind, object) VALUES ('question', OLD.id); END;

CREATE TRIGGER gone_consent AFTER UPDATE OF withdrawn_at ON consent
WHEN OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
BEGIN INSERT INTO gone (kind, object) VALUES ('consent', NEW.id); END;

CREATE TRIGGER gone_subscription AFTER DELETE ON subscription
BEGIN INSERT INTO gone (kind, object) VALUES ('subscription', OLD.contact_id || ':' || OLD.topic); END;

CREATE TRIGGER gone_profile AFTER DELETE ON profile
BEGIN INSERT INTO gone (kind, object) VALUES ('profile', OLD.contact_id); END;

CREATE TRIGGER gone_notebook AFTER DELETE ON notebook
BEGIN INSERT INTO gone (kind, object) VALUES ('notebook', OLD.contact_id); END;

CREATE TRIGGER gone_photo AFTER DELETE ON photo
BEGIN INSERT INTO gone (kind, object) VALUES ('photo', OLD.name); END;

CREATE TRIGGER gone_contact AFTER DELETE ON contact
BEGIN INSERT INTO gone (kind, object) VALUES ('contact_row', OLD.id); END;

-- After a restore: what waited, until a person releases or drops it. Not sent meanwhile.
ALTER TABLE outbox ADD COLUMN held_at TEXT;
CREATE INDEX outbox_held ON outbox (kind) WHERE held_at IS NOT NULL;
