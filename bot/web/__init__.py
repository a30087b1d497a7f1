"""Everything over HTTP: the web chat, what visitors open, the console, the platforms'
webhooks, health. One ASGI app."""
