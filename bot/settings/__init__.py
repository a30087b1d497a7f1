"""Settings, read once from the environment and `.env`."""
