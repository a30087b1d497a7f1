"""SQLite: one file, one writer; and all that is done to the file as a file."""
