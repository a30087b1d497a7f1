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
from content.operator import tell

OLD_BOT_HOST = "https://bot-api.zapps.me"
GOVERNMENT = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """`good`: True for as expected, False for something to act on, None for not known yet."""

    good: bool | None
    what: str
    setting: str = ""
    code: int = 0  # the platform's error, where there was one

    def __str__(self) -> str:
        mark = {True: tell("probe.good"), False: tell("probe.act"), None: tell("probe.unknown")}[
            self.good
        ]
        setting = self.setting and tell("probe.set", setting=self.setting)
        return f"{mark:5}  {self.what}" + (f"\n       {setting}" if setting else "")


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
            yield Finding(None, tell("probe.send_to_try"))
    finally:
        await api.close()


async def _about(about: dict[str, Any]) -> AsyncIterator[Finding]:
    kind = about.get("oa_type")
    if kind == GOVERNMENT:
        yield Finding(
            True,
            tell("probe.government"),
            tell("probe.government_set"),
        )
    else:
        yield Finding(True, tell("probe.kind", kind=kind), tell("probe.kind_set"))
    verified = bool(about.get("is_verified"))
    yield Finding(verified, tell("probe.verified") if verified else tell("probe.unverified"))
    package, until = about.get("package_name"), about.get("package_valid_through_date")
    if package:
        yield Finding(
            True,
            tell("probe.package", package=package, until=until),
            tell("probe.package_set"),
        )
    else:
        yield Finding(None, tell("probe.no_package"))


async def _quota(api: ZaloOaApi, user_id: str) -> Finding:
    if not user_id:
        return Finding(None, tell("probe.quota_try"))
    told = await _asked(api.post("/v3.0/oa/quota/message", {"user_id": user_id}))
    if isinstance(told, Finding):
        return told
    reply = told.get("cs_reply") or {}
    counted = "remain" in reply or "total" in reply
    remain, total = reply.get("remain"), reply.get("total")
    said = tell("probe.remain", remain=remain, total=total) if counted else tell("probe.unlimited")
    return Finding(True, tell("probe.quota", said=said))


async def _articles(api: ZaloOaApi) -> Finding:
    told = await _asked(
        api.query("/v2.0/article/getslice", {"offset": "0", "limit": "5", "type": "normal"})
    )
    if isinstance(told, Finding):
        return Finding(False, tell("probe.articles_fault", what=told.what), "ZALO_OA_ARTICLES=hand")
    total = told.get("total", "?")
    return Finding(
        True,
        tell("probe.articles", total=total),
        tell("probe.articles_set"),
    )


async def _messages(api: ZaloOaApi, user_id: str) -> AsyncIterator[Finding]:
    """One message to the named person on each address until one is taken, then the buttons."""
    taken = ""
    for name, path in MESSAGE_PATHS.items():
        told = await _asked(api.post(path, _to(user_id, {"text": tell("probe.trial")})))
        if not isinstance(told, Finding):
            taken = path
            yield Finding(
                True, tell("probe.sent_by", name=name), tell("probe.sent_by_set", name=name)
            )
            break
        yield told
        if remedy_of(told.code) is not Remedy.OTHER_API:
            return  # anything else must not be tried again elsewhere
    if not taken:
        return
    button = {"title": tell("probe.topics"), "type": "oa.query.show", "payload": "#hoidap"}
    shapes: dict[str, dict[str, Any]] = {
        "A": {"text": tell("probe.trial"), "attachment": _template({"buttons": [button]})},
        "B": {
            "attachment": _template(
                {"template_type": "button", "text": tell("probe.trial"), "buttons": [button]}
            )
        },
    }
    for shape, message in shapes.items():
        told = await _asked(api.post(taken, _to(user_id, message)))
        if not isinstance(told, Finding):
            yield Finding(
                True,
                tell("probe.button", shape=shape),
                tell("probe.button_set", shape=shape),
            )
            return
        yield Finding(False, tell("probe.button_fault", shape=shape, what=told.what))
    yield Finding(False, tell("probe.no_button"), "ZALO_OA_BUTTONS=off")


def _to(user_id: str, message: dict[str, Any]) -> dict[str, Any]:
    return {"recipient": {"user_id": user_id}, "message": message}


def _template(payload: dict[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": payload}


async def _asked(call: Any) -> "dict[str, Any] | Finding":
    """The answer, or what went wrong."""
    try:
        told: dict[str, Any] = await call
    except OaError as error:
        said = tell("probe.error", code=error.code, message=error.message)
        return Finding(False, said, code=error.code)
    except NotConnected as error:
        return Finding(False, tell("probe.no_token", error=error), tell("probe.connect"))
    except (PlatformBusy, TimeoutError, aiohttp.ClientError) as error:
        kind = type(error).__name__
        return Finding(None, tell("probe.unreachable", kind=kind))
    return told


def probe_signature(own: ZaloOaSettings, raw: bytes, header: str) -> Finding:
    """Which pair signed a captured webhook: the body as it came, byte for byte, and its header."""
    body = parse(raw)
    if body is None:
        return Finding(False, tell("probe.not_json"))
    names = ["ZALO_OA_WEBHOOK_SECRET", "ZALO_OA_APP_SECRET"]
    secrets = [s.value for s in (own.webhook_secret, own.app_secret)]
    known = [(n, s) for n, s in zip(names, secrets, strict=True) if s]
    variant = signed_with(raw, body, header, FIRST_TERMS, [s for _, s in known])
    if not variant:
        return Finding(
            False,
            tell("probe.signature_bad"),
            tell("probe.signature_bad_set"),
        )
    first, _, place = variant.partition("/")
    secret = known[int(place)][0]
    return Finding(
        True,
        tell("probe.signature", first=first, secret=secret),
        f"ZALO_OA_SIGNATURE_FIRST={first}, ZALO_OA_SIGNATURE=enforce",
    )


async def probe_bot(own: ZaloBotSettings) -> AsyncIterator[Finding]:
    """Whether the token works, and on which host."""
    token = own.bot_token.value
    for host in (own.api_url, OLD_BOT_HOST):
        told = await _bot_call(f"{host}/bot{token}/getMe")
        if told is None:
            yield Finding(None, tell("probe.bot_unreachable", host=host))
        elif told.get("ok"):
            kind = (told.get("result") or {}).get("account_type", "?")
            said = tell("probe.bot", host=host, kind=kind)
            if host == OLD_BOT_HOST:
                said = " ".join([said, tell("probe.bot_old")])
            yield Finding(True, said)
        else:
            code = told.get("error_code")
            yield Finding(
                host == OLD_BOT_HOST,
                tell("probe.bot_error", host=host, code=code),
                "" if host == OLD_BOT_HOST else tell("probe.bot_token"),
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
