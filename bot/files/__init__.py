"""Files beside the database: photos, attachments, backups."""
