"""`donghanh zalo probe`: what only the ward's own OA and bot can tell, asked as gently as possible.

Everything is read-only, unless a person is named who agreed to receive a few test messages. Each
line says what was found and which setting follows from it (reference, platforms 6).
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.channels.answers import loads, read_answer
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.channels.zalo_oa.api import Account, NotConnected, OaError, PlatformBusy, ZaloOaApi
from bot.channels.zalo_oa.channel import MESSAGE_PATHS
from bot.channels.zalo_oa.errors import Remedy, remedy_of
from bot.channels.zalo_oa.events import parse, signed_with
from bot.channels.zalo_oa.settings import FIRST_TERMS, ZaloOaSettings

OLD_BOT_HOST = "https://bot-api.zapps.me"
TRIAL = "Tin thử của phường, xin bỏ qua."
GOVERNMENT = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """`good`: True for as expected, False for something to act on, None for not known yet."""

    good: bool | None
    what: str
    setting: str = ""
    code: int = 0  # the platform's error, where there was one

    def __str__(self) -> str:
        mark = {True: "ĐƯỢC ", False: "LƯU Ý", None: "CHƯA "}[self.good]
        return f"{mark}  {self.what}" + (f"\n       Đặt: {self.setting}" if self.setting else "")


async def probe_oa(
    own: ZaloOaSettings, account: Account, send_to: str = ""
) -> AsyncIterator[Finding]:
    """Asks the OA what it is; with `send_to` also which messages it takes. Raises nothing."""
    api = ZaloOaApi(own.api_url, account, per_minute=own.per_minute, connections=2)
    await api.open()
    try:
        about = await _asked(api.get("/v2.0/oa/getoa"))
        if isinstance(about, Finding):
            yield about
            return
        async for finding in _about(about):
            yield finding
        yield await _quota(api, send_to)
        yield await _articles(api)
        if send_to:
            async for finding in _messages(api, send_to):
                yield finding
        else:
            yield Finding(None, "Gửi tin v3 hay v2, nút bấm: chạy lại với --send-to <user_id>")
    finally:
        await api.close()


async def _about(about: dict[str, Any]) -> AsyncIterator[Finding]:
    kind = about.get("oa_type")
    if kind == GOVERNMENT:
        yield Finding(
            True,
            "OA cơ quan nhà nước: gửi bằng v2, không dùng nút",
            "để auto, hoặc ZALO_OA_MESSAGE_API=v2 và ZALO_OA_BUTTONS=off",
        )
    else:
        yield Finding(True, f"OA loại {kind}: gửi bằng v3", "để auto, hoặc ZALO_OA_MESSAGE_API=v3")
    verified = bool(about.get("is_verified"))
    yield Finding(
        verified, "OA đã xác thực" if verified else "OA chưa xác thực: nhiều API bị từ chối"
    )
    package, until = about.get("package_name"), about.get("package_valid_through_date")
    if package:
        yield Finding(
            True,
            f"Gói {package}, đến {until}",
            "ZALO_OA_PER_MINUTE=2000 nếu gói cho 2.000 lượt mỗi phút; nếu không, để 100",
        )
    else:
        yield Finding(None, "Zalo không nói gói dịch vụ: xem trong trang quản lý OA")


async def _quota(api: ZaloOaApi, user_id: str) -> Finding:
    if not user_id:
        return Finding(None, "Số tin còn lại: chạy lại với --send-to <user_id>")
    told = await _asked(api.post("/v3.0/oa/quota/message", {"user_id": user_id}))
    if isinstance(told, Finding):
        return told
    reply = told.get("cs_reply") or {}
    counted = "remain" in reply or "total" in reply
    said = f"còn {reply.get('remain')}/{reply.get('total')}" if counted else "không giới hạn số tin"
    return Finding(True, f"Trong 48 giờ: {said}")


async def _articles(api: ZaloOaApi) -> Finding:
    told = await _asked(
        api.query("/v2.0/article/getslice", {"offset": "0", "limit": "5", "type": "normal"})
    )
    if isinstance(told, Finding):
        return Finding(False, f"Bài viết: {told.what}", "ZALO_OA_ARTICLES=hand")
    return Finding(
        True,
        f"Đọc được danh sách bài viết ({told.get('total', '?')} bài)",
        "ZALO_OA_ARTICLES=create để trợ lý tạo bài nháp; hand nếu cán bộ tự đăng",
    )


async def _messages(api: ZaloOaApi, user_id: str) -> AsyncIterator[Finding]:
    """One message to the named person on each address until one is taken, then the buttons."""
    taken = ""
    for name, path in MESSAGE_PATHS.items():
        told = await _asked(api.post(path, _to(user_id, {"text": TRIAL})))
        if not isinstance(told, Finding):
            taken = path
            yield Finding(True, f"Gửi được bằng {name}", f"ZALO_OA_MESSAGE_API={name} (hoặc auto)")
            break
        yield told
        if remedy_of(told.code) is not Remedy.OTHER_API:
            return  # anything else must not be tried again elsewhere
    if not taken:
        return
    button = {"title": "Chủ đề", "type": "oa.query.show", "payload": "#hoidap"}
    shapes: dict[str, dict[str, Any]] = {
        "A": {"text": TRIAL, "attachment": _template({"buttons": [button]})},
        "B": {
            "attachment": _template({"template_type": "button", "text": TRIAL, "buttons": [button]})
        },
    }
    for shape, message in shapes.items():
        told = await _asked(api.post(taken, _to(user_id, message)))
        if not isinstance(told, Finding):
            yield Finding(
                True,
                f"Nút dạng {shape} được nhận: xem trên điện thoại có hiện nút không",
                f"ZALO_OA_BUTTONS={shape} nếu hiện, off nếu không",
            )
            return
        yield Finding(False, f"Nút dạng {shape}: {told.what}")
    yield Finding(False, "Không dạng nút nào được nhận", "ZALO_OA_BUTTONS=off")


def _to(user_id: str, message: dict[str, Any]) -> dict[str, Any]:
    return {"recipient": {"user_id": user_id}, "message": message}


def _template(payload: dict[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": payload}


async def _asked(call: Any) -> "dict[str, Any] | Finding":
    """The answer, or what went wrong."""
    try:
        told: dict[str, Any] = await call
    except OaError as error:
        said = f"Zalo trả lời lỗi {error.code}: {error.message}"
        return Finding(False, said, code=error.code)
    except NotConnected as error:
        return Finding(False, f"Chưa có token dùng được ({error})", "kết nối ở /can-bo/kenh")
    except (PlatformBusy, TimeoutError, aiohttp.ClientError) as error:
        return Finding(None, f"Không gọi được Zalo: {type(error).__name__}")
    return told


def probe_signature(own: ZaloOaSettings, raw: bytes, header: str) -> Finding:
    """Which pair signed a captured webhook: the body as it came, byte for byte, and its header."""
    body = parse(raw)
    if body is None:
        return Finding(False, "Tệp webhook không phải JSON: lưu đúng nguyên thân yêu cầu")
    names = ["ZALO_OA_WEBHOOK_SECRET", "ZALO_OA_APP_SECRET"]
    secrets = [s.value for s in (own.webhook_secret, own.app_secret)]
    known = [(n, s) for n, s in zip(names, secrets, strict=True) if s]
    variant = signed_with(raw, body, header, FIRST_TERMS, [s for _, s in known])
    if not variant:
        return Finding(
            False,
            "Chữ ký không khớp cách nào: kiểm tra khóa ở trang Webhook của ứng dụng",
            "ZALO_OA_SIGNATURE=log trong lúc tìm, rồi đặt lại enforce",
        )
    first, _, place = variant.partition("/")
    return Finding(
        True,
        f"Chữ ký bắt đầu bằng {first}, khóa là {known[int(place)][0]}",
        f"ZALO_OA_SIGNATURE_FIRST={first}, ZALO_OA_SIGNATURE=enforce",
    )


async def probe_bot(own: ZaloBotSettings) -> AsyncIterator[Finding]:
    """Whether the token works, and on which host."""
    token = own.bot_token.value
    for host in (own.api_url, OLD_BOT_HOST):
        told = await _bot_call(f"{host}/bot{token}/getMe")
        if told is None:
            yield Finding(None, f"Zalo Bot: không gọi được {host}")
        elif told.get("ok"):
            kind = (told.get("result") or {}).get("account_type", "?")
            more = " (máy chủ cũ vẫn chạy)" if host == OLD_BOT_HOST else ""
            yield Finding(True, f"Zalo Bot trả lời ở {host}, gói {kind}{more}")
        else:
            yield Finding(
                host == OLD_BOT_HOST,
                f"Zalo Bot: {host} trả lời lỗi {told.get('error_code')}",
                "" if host == OLD_BOT_HOST else "ZALO_BOT_TOKEN: lấy lại mã",
            )
        if own.api_url.startswith("http://"):
            return  # a loopback: the old host is not asked


async def _bot_call(url: str) -> dict[str, Any] | None:
    limits = aiohttp.ClientTimeout(total=10)
    try:
        async with (
            aiohttp.ClientSession(timeout=limits) as session,
            session.post(url, json={}, allow_redirects=False) as answer,
        ):
            told = loads(await read_answer(answer))
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None
    return told if isinstance(told, dict) else None
