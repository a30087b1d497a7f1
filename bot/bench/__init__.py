"""`donghanh bench`: this program beside plain bots, through one loopback Bot API, in one run."""
