"""Settings: one frozen object, read once from the environment and `.env`; every problem at once.
What a channel has to be told stands beside it (`bot/channels/<channel>/settings.py`)."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path
from typing import TypeVar

from dotenv import dotenv_values

from bot.channels.vendors import VENDORS, ReadVendor, Vendor
from bot.settings.secret import NONE, Secret
from bot.settings.space import USUAL_SPACE, SpaceBounds, read_space
from bot.settings.values import Values
from content.operator import tell
from content.packs import is_public_key
from storage.addresses import shown

ON_THIS_MACHINE = ("127.0.0.0/8", "::1")
DEFAULT_DATABASE = "sqlite:///data/donghanh.db"

V = TypeVar("V", bound=Vendor)


class ConfigError(Exception):
    """The settings cannot be used; one line per problem."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`vendors` are the settings of every platform, also of those that are not switched on."""

    database_url: str = DEFAULT_DATABASE
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    secret_key: Secret = NONE
    vendors: tuple[Vendor, ...] = ()
    ward_file: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    metrics_from: tuple[str, ...] = ON_THIS_MACHINE
    pack_key: str = ""  # by which the city signs its packs
    log_level: str = "INFO"
    backup_dir: Path | None = None
    encoder: bool = True  # messages are read by the encoder, too
    space: SpaceBounds = USUAL_SPACE

    def of(self, kind: type[V]) -> V:
        """The settings of one platform; as they are by default where nothing was read."""
        return next((one for one in self.vendors if isinstance(one, kind)), None) or kind()

    def having(self, own: Vendor) -> "Settings":
        """The same, with these settings of one platform."""
        others = (one for one in self.vendors if type(one) is not type(own))
        return replace(self, vendors=(*others, own))


_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def read_settings(
    environment: Mapping[str, str] | None = None,
    dotenv: Path | None = Path(".env"),
    vendors: Sequence[ReadVendor] = VENDORS,
    **given: object,
) -> Settings:
    """Settings from (in order of weight) `given`, the environment, the `.env` file, the defaults.

    Raises ConfigError naming every wrong setting and what it should look like.
    """
    values = values_from(environment, dotenv, **given)
    ward_file, backup_dir = values.text("WARD_FILE"), values.text("BACKUP_DIR")
    values.require(
        not ward_file or Path(ward_file).is_file(),
        tell("settings.no_ward_file", ward_file=ward_file),
    )
    encoder = values.text("ENCODER", "on")
    values.require(encoder in ("on", "off"), tell("settings.encoder"))
    settings = Settings(
        database_url=_database_url(values),
        host=values.text("HOST", "127.0.0.1"),
        port=values.whole("PORT", 8080, 0, 65535, tell("settings.port")),
        public_url=values.address("PUBLIC_URL"),
        secret_key=values.secret("SECRET_KEY"),
        vendors=tuple(read(values) for read in vendors),
        ward_file=Path(ward_file) if ward_file else None,
        trusted_proxies=proxies_of(values),
        metrics_from=proxies_of(values, "METRICS_FROM") or ON_THIS_MACHINE,
        pack_key=pack_key_of(values),
        log_level=log_level_of(values),
        backup_dir=Path(backup_dir) if backup_dir else None,
        encoder=encoder == "on",
        space=read_space(values),
    )
    if values.problems:
        raise ConfigError("\n".join(values.problems))
    return settings


def values_from(
    environment: Mapping[str, str] | None = None,
    dotenv: Path | None = Path(".env"),
    **given: object,
) -> Values:
    """What was set, in the same order of weight. Raises ConfigError for a file that is no text."""
    return Values(_values(environment, dotenv) | _named(given))


def _values(environment: Mapping[str, str] | None, dotenv: Path | None) -> dict[str, str]:
    """What the environment says, else the file; what is empty says nothing."""
    values: dict[str, str] = {}
    if dotenv is not None and dotenv.is_file():
        try:
            in_file = dotenv_values(dotenv, encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ConfigError(tell("settings.not_utf8", path=dotenv)) from None
        values |= {name: value for name, value in in_file.items() if value}
    source = os.environ if environment is None else environment
    return values | {name: value for name, value in source.items() if value.strip()}


def _named(given: Mapping[str, object]) -> dict[str, str]:
    return {name.upper(): str(value) for name, value in given.items() if value is not None}


def _database_url(values: Values) -> str:
    url = values.text("DATABASE_URL", DEFAULT_DATABASE)
    values.require(
        url.startswith(("sqlite:///", "postgresql://")), tell("settings.database", url=shown(url))
    )
    return url


def proxies_of(values: Values, name: str = "TRUSTED_PROXIES") -> tuple[str, ...]:
    """Addresses and networks, of web servers that may say whom they speak for or of others."""
    listed = values.text(name).split(",")
    networks = tuple(one.strip() for one in listed if one.strip())
    values.require(
        all(_is_network(one) for one in networks),
        tell("settings.networks", name=name, names=", ".join(networks)),
    )
    return networks


def pack_key_of(values: Values) -> str:
    """By which the city signs its packs; "" for none."""
    key = values.text("PACK_KEY")
    values.require(not key or is_public_key(key), tell("settings.pack_key"))
    return key


def log_level_of(values: Values) -> str:
    """One of the levels of the log."""
    level = values.text("LOG_LEVEL", "INFO").upper()
    values.require(
        level in _LEVELS,
        tell("settings.one_of", name="LOG_LEVEL", value=level, names=", ".join(_LEVELS)),
    )
    return level


def _is_network(written: str) -> bool:
    try:
        ip_network(written)
    except ValueError:
        return False
    return True
