"""Zalo Bot: what is set, how it is opened, the channel."""
