"""The staff console: server-rendered pages behind personal accounts."""
