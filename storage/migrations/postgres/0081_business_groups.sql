-- Groups of businesses staff saved, in words: what a list is narrowed to.
CREATE TABLE business_group (
    id bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    wanted text COLLATE "C" NOT NULL,           -- the filter, as an object of texts
    made_by text COLLATE "C" NOT NULL,
    made_at text COLLATE "C" NOT NULL
);
