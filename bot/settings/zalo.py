"""The settings of a Zalo Official Account: what differs from one to the next, and what nobody has
confirmed yet (reference, platforms 6), each with its safest default."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from bot.settings.secret import NONE, Secret
from content.whole import read_whole

DEFAULT_API = "https://openapi.zalo.me"
DEFAULT_LOGIN = "https://oauth.zaloapp.com"
DEFAULT_PER_MINUTE = 100  # the smaller of the two plans that have an API
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

    def __bool__(self) -> bool:
        return bool(self.app_id)

    @property
    def first_terms(self) -> tuple[str, ...]:
        return FIRST_TERMS if self.first_term == "any" else (self.first_term,)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The key of the console's Webhook page first: two working projects say it is that one."""
        return tuple(s.value for s in (self.webhook_secret, self.app_secret) if s)


NO_ZALO_OA = ZaloOaSettings()


def read_zalo_oa(
    take: Callable[..., str], require: Callable[[bool, str], None], public_url: str
) -> ZaloOaSettings:
    """`take` gives a setting by name; `require` notes a problem."""

    def one_of(name: str, default: str, *allowed: str) -> str:
        value = take(name, default)
        require(value in allowed, f"{name}={value}: phải là một trong {', '.join(allowed)}")
        return value

    def address(name: str, default: str) -> str:
        value = take(name, default).rstrip("/")
        parts = urlsplit(value)
        right = parts.scheme in ("http", "https") and bool(parts.netloc)
        require(right, f"{name}={value}: cần dạng https://máy-chủ")
        return value

    app_id, key = take("ZALO_OA_APP_ID"), take("ZALO_OA_TOKEN_KEY")
    api_url = address("ZALO_OA_API_URL", DEFAULT_API)
    if app_id:
        require(
            app_id.isascii() and app_id.isdecimal(),
            "ZALO_OA_APP_ID: là dãy số ở trang quản lý ứng dụng Zalo",
        )
        require(bool(take("ZALO_OA_APP_SECRET")), "ZALO_OA_APP_SECRET: cần có khi đặt mã ứng dụng")
        require(
            _is_key(key),
            "ZALO_OA_TOKEN_KEY: cần một khóa để mã hóa token; tạo bằng lệnh: donghanh zalo key",
        )
        on_this_machine = urlsplit(api_url).hostname in ("127.0.0.1", "localhost")
        require(
            on_this_machine or public_url.startswith("https://"),
            "ZALO_OA_APP_ID cần PUBLIC_URL bắt đầu bằng https:// để Zalo gọi tới được",
        )
    per_minute = take("ZALO_OA_PER_MINUTE", str(DEFAULT_PER_MINUTE))
    calls = read_whole(per_minute, high=1_000_000)
    require(
        calls is not None,
        f"ZALO_OA_PER_MINUTE={per_minute}: phải là số lượt gọi mỗi phút (100 hoặc 2000)",
    )
    return ZaloOaSettings(
        app_id=app_id,
        app_secret=Secret(take("ZALO_OA_APP_SECRET")),
        token_key=Secret(key),
        webhook_secret=Secret(take("ZALO_OA_WEBHOOK_SECRET")),
        access_token=Secret(take("ZALO_OA_ACCESS_TOKEN")),
        api_url=api_url,
        login_url=address("ZALO_OA_LOGIN_URL", DEFAULT_LOGIN),
        message_api=one_of("ZALO_OA_MESSAGE_API", "auto", "auto", "v3", "v2"),
        buttons=one_of("ZALO_OA_BUTTONS", "auto", "auto", "A", "B", "off"),
        form=one_of("ZALO_OA_FORM", "auto", "auto", "on", "off"),
        first_term=one_of("ZALO_OA_SIGNATURE_FIRST", "any", "any", *FIRST_TERMS),
        only_log_signatures=one_of("ZALO_OA_SIGNATURE", "enforce", "enforce", "log") == "log",
        pays=one_of("ZALO_OA_PAID_WINDOW", "off", "off", "on") == "on",
        per_minute=DEFAULT_PER_MINUTE if calls is None else calls,
        articles=one_of("ZALO_OA_ARTICLES", "hand", "hand", "create", "broadcast"),
    )


def _is_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
