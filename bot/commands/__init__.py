"""What `donghanh X` does."""
