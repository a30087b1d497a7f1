-- With which paper invitation somebody came in who was on no list.
ALTER TABLE registration ADD COLUMN invitation_id INTEGER REFERENCES invitation (id)
    ON DELETE SET NULL;
CREATE INDEX registration_by_invitation ON registration (invitation_id)
    WHERE invitation_id IS NOT NULL;
