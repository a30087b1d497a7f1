"""A believable ward to try everything with."""
