"""What we do about a message. Imports `storage` and `content`, never a channel or a vendor."""
