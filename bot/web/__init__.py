"""Everything over HTTP: the web chat page, the Telegram webhook, health. One ASGI app."""
