"""The settings of a city's processes, and those of a ward that lie sealed in the city's schema."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from dotenv import dotenv_values

from bot.settings.secret import Secret
from bot.settings.settings import (
    ON_THIS_MACHINE,
    ConfigError,
    Settings,
    log_level_of,
    pack_key_of,
    proxies_of,
    read_settings,
    values_from,
)
from content.operator import tell
from storage.city.models import CityWard

# What the city says for all its wards, and a ward's own settings do not.
OF_THE_CITY = ("DATABASE_URL", "PUBLIC_URL", "HOST", "PORT", "TRUSTED_PROXIES", "LOG_LEVEL")


@dataclass(frozen=True, slots=True)
class CitySettings:
    """`database_url` is where the schema of the city stands, `url` where everybody reaches it;
    `fronts` may tell a worker whom they speak for, `proxies` those who serve the web."""

    database_url: str
    key: Secret
    url: str
    folder: Path
    host: str = "127.0.0.1"
    port: int = 8080
    work_address: str = ""
    fronts: tuple[str, ...] = ("127.0.0.1",)
    proxies: tuple[str, ...] = ()
    log_level: str = "INFO"
    encoder: bool = True
    backup_dir: Path | None = None
    pack_key: str = ""
    metrics_from: tuple[str, ...] = ON_THIS_MACHINE

    def prefix_of(self, ward: CityWard) -> str:
        """What stands before every address of the ward; "" for one with a host of its own."""
        return "" if ward.host else f"/w/{ward.key}"

    def public_url_of(self, ward: CityWard) -> str:
        """Where people reach the ward."""
        if not ward.host:
            return f"{self.url}/w/{ward.key}"
        return f"{self.url.partition('://')[0]}://{ward.host}"


def read_city(
    environment: Mapping[str, str] | None = None,
    dotenv: Path | None = Path(".env"),
    **given: object,
) -> CitySettings:
    """Raises ConfigError naming every wrong setting."""
    values = values_from(environment, dotenv, **given)
    url, key = values.text("CITY_DATABASE"), values.secret("CITY_KEY")
    values.require(url.startswith("postgresql://"), tell("city.database"))
    values.require(_is_key(key), tell("city.key"))
    address, backups = values.address("CITY_URL"), values.text("BACKUP_DIR")
    values.require(bool(address), tell("city.url"))
    settings = CitySettings(
        database_url=url,
        key=key,
        url=address,
        folder=Path(values.text("CITY_FOLDER", "data")),
        host=values.text("HOST", "127.0.0.1"),
        port=values.whole("PORT", 8080, 0, 65535, tell("settings.port")),
        work_address=values.address("WORK_ADDRESS"),
        fronts=proxies_of(values, "WORK_FRONTS") or ("127.0.0.1",),
        proxies=proxies_of(values),
        log_level=log_level_of(values),
        encoder=values.one_of("ENCODER", "on", "on", "off") == "on",
        backup_dir=Path(backups) if backups else None,
        pack_key=pack_key_of(values),
        metrics_from=proxies_of(values, "METRICS_FROM") or ON_THIS_MACHINE,
    )
    if values.problems:
        raise ConfigError("\n".join(values.problems))
    return settings


def _is_key(key: Secret) -> bool:
    try:
        Fernet(key.value)
    except ValueError:
        return False
    return True


def sealed(city: CitySettings, text: str) -> str:
    """A ward's settings as they are kept."""
    return Fernet(city.key.value).encrypt(text.encode()).decode()


def opened(city: CitySettings, ward: CityWard) -> str:
    """A ward's settings as they were written. Raises ConfigError when the key is another."""
    if not ward.settings:
        return ""
    try:
        return Fernet(city.key.value).decrypt(ward.settings.encode()).decode()
    except InvalidToken:
        raise ConfigError(tell("city.sealed_otherwise", key=ward.key)) from None


def unsealed(city: CitySettings, text: str) -> str:
    """What `sealed` made of a text. Raises ConfigError when the key is another."""
    try:
        return Fernet(city.key.value).decrypt(text.encode()).decode()
    except InvalidToken:
        raise ConfigError(tell("city.sealed_otherwise", key="")) from None


def settings_of(city: CitySettings, ward: CityWard, text: str, database_url: str) -> Settings:
    """What a ward is served with; `text` is written as a .env is. Raises ConfigError."""
    own = {name: value for name, value in dotenv_values(stream=StringIO(text)).items() if value}
    if strange := sorted(set(own) & set(OF_THE_CITY)):
        raise ConfigError(tell("city.not_the_wards", names=", ".join(strange)))
    settings = read_settings(
        own, None, database_url=database_url, public_url=city.public_url_of(ward)
    )
    if settings.backup_dir is None and city.backup_dir is not None:
        settings = replace(settings, backup_dir=city.backup_dir / ward.key)
    return replace(settings, encoder=city.encoder, pack_key=settings.pack_key or city.pack_key)


def is_key_of_ward(key: str) -> bool:
    """Whether a ward may be called so: it stands in addresses and names a schema."""
    return (
        key.isascii()
        and key.replace("-", "a").isalnum()
        and key == key.lower()
        and (key[0].isalpha() and len(key) <= 40)
    )
