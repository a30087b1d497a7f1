"""A question to the ward: asking it, its life, answering it, how its asker sees it."""
