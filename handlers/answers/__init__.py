"""Answers from the curated entries, the menu that reaches them all, and the greeting."""
