-- Groups: several people read what is said there, so nothing of one person's own is kept for one.
-- The flag comes with every message; of what is here only Telegram had groups, with a minus.
ALTER TABLE contact ADD COLUMN is_group INTEGER NOT NULL DEFAULT 0;
UPDATE contact SET is_group = 1 WHERE channel = 'telegram' AND address LIKE '-%';

-- What members typed into a group's forms as if the group were one person. A registration and a
-- question stay, as the ward's: whoever gives their phone in a private chat finds them again.
UPDATE registration SET contact_id = NULL
    WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
UPDATE question SET contact_id = NULL
    WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
UPDATE photo SET contact_id = NULL
    WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
UPDATE data_request SET contact_id = NULL
    WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
UPDATE consent SET contact_id = NULL
    WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
UPDATE conversation SET choices = '[]', entry = NULL, asked = NULL, flow = NULL, expires_at = NULL
    WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM outbox WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM profile WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM notebook WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM tick WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM one_time_link WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM subscription WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM staff_link WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM household_contact WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
DELETE FROM household_code WHERE contact_id IN (SELECT id FROM contact WHERE is_group = 1);
