"""What owners tell of their takings, over one message or several, read as typed pieces."""
