"""One's own data: seen, mended, taken away, erased; one household on several channels."""
