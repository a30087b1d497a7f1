-- By which words staff find people, questions and events (storage/search.py writes them).
CREATE TABLE search_word (
    sort TEXT NOT NULL CHECK (sort IN ('open', 'named', 'phone')),  -- who may find by it
    word TEXT NOT NULL,             -- without marks; a phone number from its last digit
    kind TEXT NOT NULL CHECK (
        kind IN ('registration', 'question', 'event', 'invitation', 'profile')
    ),
    object INTEGER NOT NULL,        -- its id; of a profile the contact's
    PRIMARY KEY (sort, word, kind, object)
) WITHOUT ROWID;
CREATE INDEX search_word_by_object ON search_word (kind, object);

CREATE TRIGGER no_search_registration AFTER DELETE ON registration
BEGIN
    DELETE FROM search_word WHERE kind = 'registration' AND object = OLD.id;
END;
CREATE TRIGGER no_search_question AFTER DELETE ON question
BEGIN
    DELETE FROM search_word WHERE kind = 'question' AND object = OLD.id;
END;
CREATE TRIGGER no_search_event AFTER DELETE ON event
BEGIN
    DELETE FROM search_word WHERE kind = 'event' AND object = OLD.id;
END;
CREATE TRIGGER no_search_invitation AFTER DELETE ON invitation
BEGIN
    DELETE FROM search_word WHERE kind = 'invitation' AND object = OLD.id;
END;
CREATE TRIGGER no_search_profile AFTER DELETE ON profile
BEGIN
    DELETE FROM search_word WHERE kind = 'profile' AND object = OLD.contact_id;
END;

-- What was there before, until its words are written too.
CREATE TABLE search_owed (
    kind TEXT NOT NULL,
    object INTEGER NOT NULL,
    PRIMARY KEY (kind, object)
) WITHOUT ROWID;
INSERT INTO search_owed (kind, object) SELECT 'registration', id FROM registration;
INSERT INTO search_owed (kind, object) SELECT 'question', id FROM question;
INSERT INTO search_owed (kind, object) SELECT 'event', id FROM event;
INSERT INTO search_owed (kind, object) SELECT 'invitation', id FROM invitation;
INSERT INTO search_owed (kind, object) SELECT 'profile', contact_id FROM profile;
