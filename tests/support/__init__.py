"""What the tests stand on: a fixed clock, a recording channel, a loopback Bot API."""
