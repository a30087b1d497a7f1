-- Until when nobody is reminded of a question; its own date stays as it is.
ALTER TABLE question ADD COLUMN quiet_until TEXT;
