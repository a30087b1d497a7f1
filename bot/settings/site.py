"""Where our own pages are, as the settings say."""

from bot.settings.settings import Settings


def is_secure(settings: Settings) -> bool:
    """Our pages are reached by https alone."""
    return settings.public_url.startswith("https://")


def public_of(settings: Settings) -> str:
    """Where anybody reaches our pages; "" when nobody said."""
    return settings.public_url.rstrip("/")


def site_of(settings: Settings) -> str:
    """Where our own pages are: the public address, or this machine when the port is known."""
    local = f"http://{settings.host}:{settings.port}" if settings.port else ""
    return public_of(settings) or local
