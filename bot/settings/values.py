"""Settings are texts by name; read here one by one, and every problem is noted, not raised."""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

from bot.settings.secret import Secret
from content.operator import tell
from content.whole import read_whole


class Mode(StrEnum):
    """How a channel hears: we ask its platform, or the platform calls us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class Values:
    """`problems` has a line for each setting that cannot be used, in the operator's words."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    @property
    def public_url(self) -> str:
        """Where our own pages are reached from outside, without a slash at the end; "" nowhere."""
        return self.text("PUBLIC_URL").rstrip("/")

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, default).strip()

    def secret(self, name: str) -> Secret:
        return Secret(self.text(name))

    def require(self, holds: bool, problem: str) -> None:
        if not holds:
            self.problems.append(problem)

    def whole(self, name: str, default: int, low: int, high: int, problem: str) -> int:
        typed = self.text(name, str(default))
        number = read_whole(typed, low, high)
        self.require(number is not None, f"{name}={typed}: {problem}")
        return default if number is None else number

    def one_of(self, name: str, default: str, *allowed: str) -> str:
        """One of `allowed`; the default, and a problem, for anything else."""
        value = self.text(name, default)
        self.require(
            value in allowed,
            tell("settings.one_of", name=name, value=value, names=", ".join(allowed)),
        )
        return value if value in allowed else default

    def address(self, name: str, default: str = "") -> str:
        """An address of the web, without a slash at the end; one with no default may be empty."""
        value = self.text(name, default).rstrip("/")
        right = is_web(value) or not (value or default)
        server = tell("settings.server", name=name, value=value)
        domain = tell("settings.domain", name=name, value=value)
        self.require(right, server if default else domain)
        return value

    def mode(self, name: str, *, by_webhook: bool) -> Mode:
        """How a channel hears: by webhook where nothing is set and it can be."""
        mode = self.text(name, Mode.WEBHOOK if by_webhook else Mode.POLLING).lower()
        self.require(mode in list(Mode), tell("settings.mode", name=name, mode=mode))
        return Mode(mode) if mode in list(Mode) else Mode.POLLING


def is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
