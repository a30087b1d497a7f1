-- One word per thing: signing in. A login is the name somebody signs in with.
ALTER TABLE staff RENAME COLUMN last_login_at TO signed_in_at;
