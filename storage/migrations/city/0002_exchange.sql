-- What wards tell their city, in numbers alone, and what the city publishes for its wards.

CREATE TABLE ward_figures (
    ward text COLLATE "C" PRIMARY KEY REFERENCES ward (key),
    figures text COLLATE "C" NOT NULL,      -- JSON: a number by its name; null for a few
    told_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE pack (
    number bigint PRIMARY KEY,
    body text COLLATE "C" NOT NULL,         -- the file, with its signature
    published_at timestamptz NOT NULL DEFAULT now()
);
