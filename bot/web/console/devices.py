"""What a browser says of itself, in a few words: enough for its owner to know it again."""

import re

# The first that is found names it: Edge and Opera call themselves Chrome, Chrome calls itself
# Safari, Android calls itself Linux.
_BROWSERS = (
    ("Zalo", "Zalo"),
    ("Coc Coc", "coc_coc"),
    ("Edge", "Edg"),
    ("Opera", "OPR"),
    ("Samsung Internet", "SamsungBrowser"),
    ("Firefox", "Firefox|FxiOS"),
    ("Chrome", "Chrome|CriOS"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("ChromeOS", "CrOS"),
    ("Mac", "Mac OS X|Macintosh"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """ "Chrome, Windows"; "" for what says nothing we know."""
    parts = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(part for part in parts if part)


def _first(named: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, marks in named if re.search(marks, user_agent)), "")
