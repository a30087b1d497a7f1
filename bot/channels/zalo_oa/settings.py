"""The settings of a Zalo Official Account: what differs from one to the next, and what nobody has
confirmed yet (reference, platforms 6), each with its safest default."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from bot.settings.secret import NONE, Secret
from bot.settings.values import Values
from content.operator import tell

if TYPE_CHECKING:
    from bot.channels.opened import Around, OpenedChannel

DEFAULT_API = "https://openapi.zalo.me"
DEFAULT_LOGIN = "https://oauth.zaloapp.com"
DEFAULT_PER_MINUTE = 100  # the smaller of the two plans that have an API
MOST_PER_MINUTE = 1_000_000
FIRST_TERMS = ("app_id", "oa_id")


@dataclass(frozen=True, slots=True)
class ZaloOaSettings:
    app_id: str = ""
    app_secret: Secret = NONE
    token_key: Secret = NONE
    webhook_secret: Secret = NONE
    access_token: Secret = NONE  # for `donghanh zalo probe` alone, before the OA is connected
    api_url: str = DEFAULT_API
    login_url: str = DEFAULT_LOGIN
    message_api: str = "auto"
    buttons: str = "auto"
    form: str = "auto"
    first_term: str = "any"
    only_log_signatures: bool = False
    pays: bool = False
    per_minute: int = DEFAULT_PER_MINUTE
    articles: str = "hand"

    @property
    def is_on(self) -> bool:
        return bool(self.app_id)

    def summary(self, address: str) -> str:
        if self.is_on:
            return f"  {tell('run.zalo_oa_on', address=address)}"
        return f"  {tell('run.zalo_oa_off')}"

    async def open(self, around: "Around") -> "OpenedChannel":
        from bot.channels.zalo_oa.opening import build, opened

        return opened(await build(self, around))

    @property
    def first_terms(self) -> tuple[str, ...]:
        return FIRST_TERMS if self.first_term == "any" else (self.first_term,)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The key of the console's Webhook page first: two working projects say it is that one."""
        return tuple(s.value for s in (self.webhook_secret, self.app_secret) if s)


def read_zalo_oa(values: Values) -> ZaloOaSettings:
    app_id, key = values.text("ZALO_OA_APP_ID"), values.text("ZALO_OA_TOKEN_KEY")
    api_url = values.address("ZALO_OA_API_URL", DEFAULT_API)
    if app_id:
        _require_what_it_needs(values, app_id, key, api_url)
    one_of = values.one_of
    return ZaloOaSettings(
        app_id=app_id,
        app_secret=values.secret("ZALO_OA_APP_SECRET"),
        token_key=Secret(key),
        webhook_secret=values.secret("ZALO_OA_WEBHOOK_SECRET"),
        access_token=values.secret("ZALO_OA_ACCESS_TOKEN"),
        api_url=api_url,
        login_url=values.address("ZALO_OA_LOGIN_URL", DEFAULT_LOGIN),
        message_api=one_of("ZALO_OA_MESSAGE_API", "auto", "auto", "v3", "v2"),
        buttons=one_of("ZALO_OA_BUTTONS", "auto", "auto", "A", "B", "off"),
        form=one_of("ZALO_OA_FORM", "auto", "auto", "on", "off"),
        first_term=one_of("ZALO_OA_SIGNATURE_FIRST", "any", "any", *FIRST_TERMS),
        only_log_signatures=one_of("ZALO_OA_SIGNATURE", "enforce", "enforce", "log") == "log",
        pays=one_of("ZALO_OA_PAID_WINDOW", "off", "off", "on") == "on",
        per_minute=values.whole(
            "ZALO_OA_PER_MINUTE",
            DEFAULT_PER_MINUTE,
            0,
            MOST_PER_MINUTE,
            tell("settings.calls_a_minute"),
        ),
        articles=one_of("ZALO_OA_ARTICLES", "hand", "hand", "create", "broadcast"),
    )


def _require_what_it_needs(values: Values, app_id: str, key: str, api_url: str) -> None:
    """What an app that is named cannot do without."""
    values.require(
        app_id.isascii() and app_id.isdecimal(),
        tell("settings.app_id"),
    )
    values.require(bool(values.text("ZALO_OA_APP_SECRET")), tell("settings.app_secret"))
    values.require(
        _is_key(key),
        tell("settings.token_key"),
    )
    on_this_machine = urlsplit(api_url).hostname in ("127.0.0.1", "localhost")
    values.require(
        on_this_machine or values.public_url.startswith("https://"),
        tell("settings.zalo_oa_needs_address"),
    )


def _is_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
