"""The content desk: answers are written by one person and published by another."""
