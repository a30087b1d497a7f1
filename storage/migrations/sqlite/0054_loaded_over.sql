-- What a sheet changed of somebody who was registered before it, so that it can be taken back.
ALTER TABLE registration ADD COLUMN loaded_over TEXT NOT NULL DEFAULT '';
