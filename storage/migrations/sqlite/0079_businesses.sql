-- The ward's register of businesses (docs/adr/0029). `origin` is the business a row was written for,
-- `business` the one it counts for since a merge: undoing a merge puts it back.
CREATE TABLE business (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('household', 'enterprise', 'cooperative')),
    status TEXT NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'paused', 'closed', 'moved', 'converted')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    merged_into INTEGER REFERENCES business (id),   -- NULL: it stands for itself
    erased_at TEXT                  -- since when only trade, place in the ward and size are left
);
CREATE INDEX business_standing ON business (status, id) WHERE merged_into IS NULL;
CREATE INDEX business_merged ON business (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE business_import (
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ('tax', 'registration', 'statistics', 'market', 'other')),
    name TEXT NOT NULL,             -- of the file
    mark TEXT NOT NULL,             -- a fingerprint of what was in it
    listed_on TEXT NOT NULL,        -- the day the list stands for
    at TEXT NOT NULL,
    actor TEXT NOT NULL,            -- the login of whoever loaded it
    rows_read INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    ended INTEGER NOT NULL DEFAULT 0,       -- gone from the list, and taken as closed
    left_out INTEGER NOT NULL DEFAULT 0,
    undone_at TEXT,
    undone_by TEXT NOT NULL DEFAULT ''
);

-- One value of one field: the newest of a business counts (`current`), older ones are its history.
CREATE TABLE business_value (
    id INTEGER PRIMARY KEY,
    business INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,            -- '' takes the value before it away
    source TEXT NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,            -- a login; 'owner' for the owner
    import_id INTEGER REFERENCES business_import (id),
    proof TEXT NOT NULL DEFAULT '',         -- the document it stands in, where there is one
    current INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX business_value_of ON business_value (business, field, id);
CREATE INDEX business_value_now ON business_value (field, value, business) WHERE current = 1;
CREATE INDEX business_value_origin ON business_value (origin);
CREATE INDEX business_value_import ON business_value (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE business_person (
    id INTEGER PRIMARY KEY,
    business INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,           -- the name without marks, in small letters
    relation TEXT NOT NULL CHECK (relation IN ('owner', 'spouse', 'manager', 'worker', 'other')),
    phone TEXT,                     -- +84...; NULL: none, or none that can be called
    phone_said TEXT NOT NULL DEFAULT '',    -- as it was written
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    proof TEXT NOT NULL DEFAULT '' CHECK (proof IN ('', 'contact_card', 'letter', 'staff')),
    proven_at TEXT,
    proven_by TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    import_id INTEGER REFERENCES business_import (id),
    ended_at TEXT,                  -- since when it is no longer so
    ended_by TEXT NOT NULL DEFAULT '',
    ended_import INTEGER REFERENCES business_import (id)
);
CREATE INDEX business_person_of ON business_person (business);
CREATE INDEX business_person_origin ON business_person (origin);
CREATE INDEX business_person_phone ON business_person (phone) WHERE phone IS NOT NULL AND ended_at IS NULL;
CREATE INDEX business_person_name ON business_person (folded) WHERE ended_at IS NULL;
CREATE INDEX business_person_contact ON business_person (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX business_person_import ON business_person (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX business_person_ended ON business_person (ended_import) WHERE ended_import IS NOT NULL;

CREATE TABLE business_place (
    id INTEGER PRIMARY KEY,
    business INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    neighbourhood TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    market TEXT NOT NULL DEFAULT '',
    stall TEXT NOT NULL DEFAULT '',
    area REAL,                      -- square metres; NULL: not known, or not to be read
    area_said TEXT NOT NULL DEFAULT '',     -- as it was written
    tenure TEXT NOT NULL DEFAULT '' CHECK (tenure IN ('', 'own', 'rent')),
    source TEXT NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    import_id INTEGER REFERENCES business_import (id),
    ended_at TEXT,
    ended_by TEXT NOT NULL DEFAULT '',
    ended_import INTEGER REFERENCES business_import (id)
);
CREATE INDEX business_place_of ON business_place (business);
CREATE INDEX business_place_origin ON business_place (origin);
CREATE INDEX business_place_now ON business_place (neighbourhood, business) WHERE ended_at IS NULL;
CREATE INDEX business_place_markets ON business_place (market) WHERE ended_at IS NULL AND market <> '';
CREATE INDEX business_place_import ON business_place (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX business_place_ended ON business_place (ended_import) WHERE ended_import IS NOT NULL;

CREATE TABLE business_status (
    id INTEGER PRIMARY KEY,
    business INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    was TEXT NOT NULL,
    became TEXT NOT NULL CHECK (became IN ('active', 'paused', 'closed', 'moved', 'converted')),
    since TEXT NOT NULL,            -- the day
    number TEXT NOT NULL DEFAULT '',        -- of the enterprise it became
    proof TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    import_id INTEGER REFERENCES business_import (id)
);
CREATE INDEX business_status_of ON business_status (business, id);
CREATE INDEX business_status_origin ON business_status (origin);
CREATE INDEX business_status_import ON business_status (import_id) WHERE import_id IS NOT NULL;

-- What an import made of a business, to take the import back: NULL before it for one it added.
CREATE TABLE business_import_touch (
    import_id INTEGER NOT NULL REFERENCES business_import (id),
    business INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    version_before INTEGER,
    updated_before TEXT,
    version_after INTEGER NOT NULL,
    PRIMARY KEY (import_id, business)
);
CREATE INDEX business_import_touch_of ON business_import_touch (business);

-- Two that may be one: a person decides. `one` is the lower id.
CREATE TABLE business_pair (
    id INTEGER PRIMARY KEY,
    one INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    why TEXT NOT NULL,              -- phone, name, owner
    found_at TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'same', 'different')),
    decided_at TEXT,
    decided_by TEXT NOT NULL DEFAULT '',
    import_id INTEGER REFERENCES business_import (id),
    UNIQUE (one, other)
);
CREATE INDEX business_pair_other ON business_pair (other);
CREATE INDEX business_pair_waits ON business_pair (id) WHERE decision = '';
CREATE INDEX business_pair_import ON business_pair (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE business_merge (
    id INTEGER PRIMARY KEY,
    kept INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    gone INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    undone_at TEXT,
    undone_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX business_merge_kept ON business_merge (kept);
CREATE INDEX business_merge_gone ON business_merge (gone);

-- An older copy does not bring back what was erased since.
CREATE TRIGGER gone_business AFTER UPDATE OF erased_at ON business
WHEN OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
BEGIN INSERT INTO gone (kind, object) VALUES ('business', NEW.id); END;

-- Staff find businesses by words as they find the rest: the list of kinds has one more.
DROP TRIGGER no_search_registration;
DROP TRIGGER no_search_question;
DROP TRIGGER no_search_event;
DROP TRIGGER no_search_invitation;
DROP TRIGGER no_search_profile;
CREATE TABLE search_word_too (
    sort TEXT NOT NULL CHECK (sort IN ('open', 'named', 'phone')),
    word TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('registration', 'question', 'event', 'invitation', 'profile', 'business')
    ),
    object INTEGER NOT NULL,
    PRIMARY KEY (sort, word, kind, object)
) WITHOUT ROWID;
INSERT INTO search_word_too SELECT sort, word, kind, object FROM search_word;
DROP TABLE search_word;
ALTER TABLE search_word_too RENAME TO search_word;
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
CREATE TRIGGER no_search_business AFTER DELETE ON business
BEGIN
    DELETE FROM search_word WHERE kind = 'business' AND object = OLD.id;
END;
