"""Settings: one frozen object, read once from the environment and `.env`; every problem at once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.settings.secret import NONE, Secret
from bot.settings.zalo import NO_ZALO_OA, ZaloOaSettings, read_zalo_oa
from content.whole import MOST, read_whole

DEFAULT_DATABASE = "sqlite:///data/donghanh.db"
DEFAULT_TELEGRAM_API = "https://api.telegram.org"
DEFAULT_TELEGRAM_PER_SECOND = 30
DEFAULT_ZALO_BOT_API = "https://bot-api.zaloplatforms.com"
DEFAULT_ZALO_BOT_MONTHLY = 3000
DEFAULT_ZALO_BOT_PEOPLE = 50


__all__ = ["ConfigError", "Mode", "Secret", "Settings", "read_settings"]


class ConfigError(Exception):
    """The settings cannot be used; one line per problem."""


class Mode(StrEnum):
    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str = DEFAULT_DATABASE
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    secret_key: Secret = NONE
    telegram_bot_token: Secret = NONE
    telegram_api_url: str = DEFAULT_TELEGRAM_API
    telegram_mode: Mode = Mode.POLLING
    telegram_webhook_secret: Secret = NONE
    telegram_per_second: int = DEFAULT_TELEGRAM_PER_SECOND
    zalo_bot_token: Secret = NONE
    zalo_bot_api_url: str = DEFAULT_ZALO_BOT_API
    zalo_bot_mode: Mode = Mode.POLLING
    zalo_bot_monthly: int = DEFAULT_ZALO_BOT_MONTHLY
    zalo_bot_people: int = DEFAULT_ZALO_BOT_PEOPLE
    zalo_oa: ZaloOaSettings = NO_ZALO_OA
    ward_file: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    log_level: str = "INFO"
    backup_dir: Path | None = None


_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_ZALO_BOT_TOKEN = re.compile(r"\d+:[A-Za-z0-9._~-]+")
_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def read_settings(
    environment: Mapping[str, str] | None = None,
    dotenv: Path | None = Path(".env"),
    **given: object,
) -> Settings:
    """Settings from (in order of weight) `given`, the environment, the `.env` file, the defaults.

    Raises ConfigError naming every wrong setting and what it should look like.
    """
    values: dict[str, str] = {}
    source = os.environ if environment is None else environment
    if dotenv is not None and dotenv.is_file():
        values |= {
            name: value
            for name, value in dotenv_values(dotenv, encoding="utf-8-sig").items()
            if value
        }
    values |= {name: v for name, v in source.items() if v.strip()}
    values |= {name.upper(): str(value) for name, value in given.items() if value is not None}
    problems: list[str] = []

    def take(name: str, default: str = "") -> str:
        return values.get(name, default).strip()

    def require(holds: bool, problem: str) -> None:
        if not holds:
            problems.append(problem)

    def whole(name: str, default: int, low: int, high: int, problem: str) -> int:
        typed = take(name, str(default))
        number = read_whole(typed, low, high)
        require(number is not None, f"{name}={typed}: {problem}")
        return default if number is None else number

    port = whole("PORT", 8080, 0, 65535, "phải là số từ 0 đến 65535")
    database_url = take("DATABASE_URL", DEFAULT_DATABASE)
    require(
        database_url.startswith("sqlite:///"),
        f"DATABASE_URL={database_url}: cần dạng sqlite:///đường/dẫn/tệp.db",
    )
    token = take("TELEGRAM_BOT_TOKEN")
    require(
        not token or _TOKEN.fullmatch(token) is not None,
        "TELEGRAM_BOT_TOKEN: không đúng dạng «số:chuỗi» mà BotFather cấp",
    )
    api_url = take("TELEGRAM_API_URL", DEFAULT_TELEGRAM_API).rstrip("/")
    require(_is_web(api_url), f"TELEGRAM_API_URL={api_url}: cần dạng https://máy-chủ")
    public_url = take("PUBLIC_URL").rstrip("/")
    require(
        not public_url or _is_web(public_url), f"PUBLIC_URL={public_url}: cần dạng https://tên-miền"
    )
    mode = take("TELEGRAM_MODE", "webhook" if public_url else "polling").lower()
    require(mode in list(Mode), f"TELEGRAM_MODE={mode}: phải là polling hoặc webhook")
    require(
        mode != "webhook" or bool(public_url), "TELEGRAM_MODE=webhook cần PUBLIC_URL (https://...)"
    )
    secret = take("TELEGRAM_WEBHOOK_SECRET")
    require(
        not secret or _SECRET_TOKEN.fullmatch(secret) is not None,
        "TELEGRAM_WEBHOOK_SECRET: chỉ gồm chữ không dấu, số, gạch nối, gạch dưới; tối đa 256 ký tự",
    )
    zalo_bot_token = take("ZALO_BOT_TOKEN")
    require(
        not zalo_bot_token or _ZALO_BOT_TOKEN.fullmatch(zalo_bot_token) is not None,
        "ZALO_BOT_TOKEN: không đúng dạng «số:chuỗi» mà Zalo Bot Manager cấp",
    )
    zalo_bot_api = take("ZALO_BOT_API_URL", DEFAULT_ZALO_BOT_API).rstrip("/")
    require(_is_web(zalo_bot_api), f"ZALO_BOT_API_URL={zalo_bot_api}: cần dạng https://máy-chủ")
    public_https = public_url.startswith("https://")
    zalo_bot_mode = take("ZALO_BOT_MODE", "webhook" if public_https else "polling").lower()
    require(
        zalo_bot_mode in list(Mode), f"ZALO_BOT_MODE={zalo_bot_mode}: phải là polling hoặc webhook"
    )
    require(
        zalo_bot_mode != "webhook" or public_https,
        "ZALO_BOT_MODE=webhook cần PUBLIC_URL bắt đầu bằng https://",
    )
    quota = whole("ZALO_BOT_MONTHLY", DEFAULT_ZALO_BOT_MONTHLY, 0, MOST, "phải là số tin mỗi tháng")
    people = whole(
        "ZALO_BOT_PEOPLE", DEFAULT_ZALO_BOT_PEOPLE, 0, MOST, "phải là số người bot được phục vụ"
    )
    zalo_oa = read_zalo_oa(take, require, public_url)
    rate = whole(
        "TELEGRAM_PER_SECOND",
        DEFAULT_TELEGRAM_PER_SECOND,
        1,
        1000,
        "phải là số tin mỗi giây từ 1 đến 1000 (Telegram cho 30)",
    )
    proxies = tuple(one.strip() for one in take("TRUSTED_PROXIES").split(",") if one.strip())
    require(
        all(_is_network(one) for one in proxies),
        f"TRUSTED_PROXIES={', '.join(proxies)}: cần địa chỉ IP hoặc dải mạng, cách nhau bằng dấu"
        " phẩy, ví dụ 127.0.0.1, ::1",
    )
    level = take("LOG_LEVEL", "INFO").upper()
    require(level in _LEVELS, f"LOG_LEVEL={level}: phải là một trong {', '.join(_LEVELS)}")
    ward_file = take("WARD_FILE")
    require(not ward_file or Path(ward_file).is_file(), f"WARD_FILE={ward_file}: không có tệp này")
    if problems:
        raise ConfigError("\n".join(problems))
    return Settings(
        database_url=database_url,
        host=take("HOST", "127.0.0.1"),
        port=port,
        public_url=public_url,
        secret_key=Secret(take("SECRET_KEY")),
        telegram_bot_token=Secret(token),
        telegram_api_url=api_url,
        telegram_mode=Mode(mode),
        telegram_webhook_secret=Secret(secret),
        telegram_per_second=rate,
        zalo_bot_token=Secret(zalo_bot_token),
        zalo_bot_api_url=zalo_bot_api,
        zalo_bot_mode=Mode(zalo_bot_mode),
        zalo_bot_monthly=quota,
        zalo_bot_people=people,
        zalo_oa=zalo_oa,
        ward_file=Path(ward_file) if ward_file else None,
        trusted_proxies=proxies,
        log_level=level,
        backup_dir=Path(backup_dir) if (backup_dir := take("BACKUP_DIR")) else None,
    )


def _is_network(written: str) -> bool:
    try:
        ip_network(written)
    except ValueError:
        return False
    return True


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
