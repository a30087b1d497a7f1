-- How somebody is shown to be of a business of the register: by a code sent to its address, or by an
-- official's yes; and what its owner says became of it, until an official confirms that.
CREATE TABLE business_letter (
    code text COLLATE "C" PRIMARY KEY,                   -- hashed
    business bigint NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    made_by text COLLATE "C" NOT NULL,
    until text COLLATE "C" NOT NULL,
    used_at text COLLATE "C"
);
CREATE TABLE business_claim (
    id bigint PRIMARY KEY,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('mine', 'converted')),
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    business bigint REFERENCES business (id) ON DELETE CASCADE,    -- NULL: only told in words
    said text COLLATE "C" NOT NULL,                      -- which business it is, or the enterprise's number
    since text COLLATE "C",                              -- the day it became an enterprise
    at text COLLATE "C" NOT NULL,
    decided_at text COLLATE "C",
    decided_by text COLLATE "C" NOT NULL DEFAULT '',
    accepted bigint NOT NULL DEFAULT 0
);
CREATE INDEX business_claim_open ON business_claim (id) WHERE decided_at IS NULL;
CREATE INDEX business_claim_of ON business_claim (contact_id);
