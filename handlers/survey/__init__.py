"""The yearly survey: its waves, who answers them and how, what came of them."""
