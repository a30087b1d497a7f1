-- The ward's register of businesses (docs/adr/0029). `origin` is the business a row was written for,
-- `business` the one it counts for since a merge: undoing a merge puts it back.
CREATE TABLE business (
    id bigint PRIMARY KEY,
    code text COLLATE "C" NOT NULL UNIQUE,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('household', 'enterprise', 'cooperative')),
    status text COLLATE "C" NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'paused', 'closed', 'moved', 'converted')),
    created_at text COLLATE "C" NOT NULL,
    updated_at text COLLATE "C" NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    merged_into bigint REFERENCES business (id),   -- NULL: it stands for itself
    erased_at text COLLATE "C"                  -- since when only trade, place in the ward and size are left
);
CREATE INDEX business_standing ON business (status, id) WHERE merged_into IS NULL;
CREATE INDEX business_merged ON business (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE business_import (
    id bigint PRIMARY KEY,
    origin text COLLATE "C" NOT NULL CHECK (origin IN ('tax', 'registration', 'statistics', 'market', 'other')),
    name text COLLATE "C" NOT NULL,             -- of the file
    mark text COLLATE "C" NOT NULL,             -- a fingerprint of what was in it
    listed_on text COLLATE "C" NOT NULL,        -- the day the list stands for
    at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,            -- the login of whoever loaded it
    rows_read bigint NOT NULL DEFAULT 0,
    added bigint NOT NULL DEFAULT 0,
    changed bigint NOT NULL DEFAULT 0,
    ended bigint NOT NULL DEFAULT 0,       -- gone from the list, and taken as closed
    left_out bigint NOT NULL DEFAULT 0,
    undone_at text COLLATE "C",
    undone_by text COLLATE "C" NOT NULL DEFAULT ''
);

-- One value of one field: the newest of a business counts (`current`), older ones are its history.
CREATE TABLE business_value (
    id bigint PRIMARY KEY,
    business bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    field text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,            -- '' takes the value before it away
    source text COLLATE "C" NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,            -- a login; 'owner' for the owner
    import_id bigint REFERENCES business_import (id),
    proof text COLLATE "C" NOT NULL DEFAULT '',         -- the document it stands in, where there is one
    current bigint NOT NULL DEFAULT 1
);
CREATE INDEX business_value_of ON business_value (business, field, id);
CREATE INDEX business_value_now ON business_value (field, value, business) WHERE current = 1;
CREATE INDEX business_value_origin ON business_value (origin);
CREATE INDEX business_value_import ON business_value (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE business_person (
    id bigint PRIMARY KEY,
    business bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    name text COLLATE "C" NOT NULL,
    folded text COLLATE "C" NOT NULL,           -- the name without marks, in small letters
    relation text COLLATE "C" NOT NULL CHECK (relation IN ('owner', 'spouse', 'manager', 'worker', 'other')),
    phone text COLLATE "C",                     -- +84...; NULL: none, or none that can be called
    phone_said text COLLATE "C" NOT NULL DEFAULT '',    -- as it was written
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    proof text COLLATE "C" NOT NULL DEFAULT '' CHECK (proof IN ('', 'contact_card', 'letter', 'staff')),
    proven_at text COLLATE "C",
    proven_by text COLLATE "C" NOT NULL DEFAULT '',
    source text COLLATE "C" NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    import_id bigint REFERENCES business_import (id),
    ended_at text COLLATE "C",                  -- since when it is no longer so
    ended_by text COLLATE "C" NOT NULL DEFAULT '',
    ended_import bigint REFERENCES business_import (id)
);
CREATE INDEX business_person_of ON business_person (business);
CREATE INDEX business_person_origin ON business_person (origin);
CREATE INDEX business_person_phone ON business_person (phone) WHERE phone IS NOT NULL AND ended_at IS NULL;
CREATE INDEX business_person_name ON business_person (folded) WHERE ended_at IS NULL;
CREATE INDEX business_person_contact ON business_person (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX business_person_import ON business_person (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX business_person_ended ON business_person (ended_import) WHERE ended_import IS NOT NULL;

CREATE TABLE business_place (
    id bigint PRIMARY KEY,
    business bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    neighbourhood text COLLATE "C" NOT NULL DEFAULT '',
    address text COLLATE "C" NOT NULL DEFAULT '',
    market text COLLATE "C" NOT NULL DEFAULT '',
    stall text COLLATE "C" NOT NULL DEFAULT '',
    area double precision,                      -- square metres; NULL: not known, or not to be read
    area_said text COLLATE "C" NOT NULL DEFAULT '',     -- as it was written
    tenure text COLLATE "C" NOT NULL DEFAULT '' CHECK (tenure IN ('', 'own', 'rent')),
    source text COLLATE "C" NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    import_id bigint REFERENCES business_import (id),
    ended_at text COLLATE "C",
    ended_by text COLLATE "C" NOT NULL DEFAULT '',
    ended_import bigint REFERENCES business_import (id)
);
CREATE INDEX business_place_of ON business_place (business);
CREATE INDEX business_place_origin ON business_place (origin);
CREATE INDEX business_place_now ON business_place (neighbourhood, business) WHERE ended_at IS NULL;
CREATE INDEX business_place_markets ON business_place (market) WHERE ended_at IS NULL AND market <> '';
CREATE INDEX business_place_import ON business_place (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX business_place_ended ON business_place (ended_import) WHERE ended_import IS NOT NULL;

CREATE TABLE business_status (
    id bigint PRIMARY KEY,
    business bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    origin bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    was text COLLATE "C" NOT NULL,
    became text COLLATE "C" NOT NULL CHECK (became IN ('active', 'paused', 'closed', 'moved', 'converted')),
    since text COLLATE "C" NOT NULL,            -- the day
    number text COLLATE "C" NOT NULL DEFAULT '',        -- of the enterprise it became
    proof text COLLATE "C" NOT NULL DEFAULT '',
    source text COLLATE "C" NOT NULL CHECK (source IN ('import', 'staff', 'owner', 'survey', 'leader')),
    at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    import_id bigint REFERENCES business_import (id)
);
CREATE INDEX business_status_of ON business_status (business, id);
CREATE INDEX business_status_origin ON business_status (origin);
CREATE INDEX business_status_import ON business_status (import_id) WHERE import_id IS NOT NULL;

-- What an import made of a business, to take the import back: NULL before it for one it added.
CREATE TABLE business_import_touch (
    import_id bigint NOT NULL REFERENCES business_import (id),
    business bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    version_before bigint,
    updated_before text COLLATE "C",
    version_after bigint NOT NULL,
    PRIMARY KEY (import_id, business)
);
CREATE INDEX business_import_touch_of ON business_import_touch (business);

-- Two that may be one: a person decides. `one` is the lower id.
CREATE TABLE business_pair (
    id bigint PRIMARY KEY,
    one bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    other bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    why text COLLATE "C" NOT NULL,              -- phone, name, owner
    found_at text COLLATE "C" NOT NULL,
    decision text COLLATE "C" NOT NULL DEFAULT '' CHECK (decision IN ('', 'same', 'different')),
    decided_at text COLLATE "C",
    decided_by text COLLATE "C" NOT NULL DEFAULT '',
    import_id bigint REFERENCES business_import (id),
    UNIQUE (one, other)
);
CREATE INDEX business_pair_other ON business_pair (other);
CREATE INDEX business_pair_waits ON business_pair (id) WHERE decision = '';
CREATE INDEX business_pair_import ON business_pair (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE business_merge (
    id bigint PRIMARY KEY,
    kept bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    gone bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    undone_at text COLLATE "C",
    undone_by text COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX business_merge_kept ON business_merge (kept);
CREATE INDEX business_merge_gone ON business_merge (gone);

-- An older copy does not bring back what was erased since.
CREATE FUNCTION gone_business() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gone (kind, object) VALUES ('business', NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER gone_business AFTER UPDATE OF erased_at ON business
    FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION gone_business();

-- Staff find businesses by words as they find the rest: the list of kinds has one more.
ALTER TABLE search_word DROP CONSTRAINT search_word_kind_check;
ALTER TABLE search_word ADD CONSTRAINT search_word_kind_check CHECK (
    kind IN ('registration', 'question', 'event', 'invitation', 'profile', 'business')
);
CREATE TRIGGER no_search_business AFTER DELETE ON business
    FOR EACH ROW EXECUTE FUNCTION forget_words('business', 'id');
