"""How the ward's Official Account is opened with its settings: tokens, channel, articles."""

from dataclasses import dataclass, replace

from bot.channels.base import Hook
from bot.channels.oa import WEBHOOK_PATH
from bot.channels.opened import Around, OpenedChannel
from bot.channels.zalo_oa.account import OaAccount, OaLogin
from bot.channels.zalo_oa.articles import ZaloArticles
from bot.channels.zalo_oa.channel import OaOptions, ZaloOaChannel
from bot.channels.zalo_oa.settings import ZaloOaSettings

HEADER = "x-zevent-signature"


@dataclass(frozen=True, slots=True)
class ZaloOa:
    """The ward's Official Account: its tokens and its channel; articles where it may have them."""

    account: OaAccount
    channel: ZaloOaChannel
    articles: ZaloArticles | None


async def build(own: ZaloOaSettings, around: Around) -> ZaloOa:
    login = OaLogin(own.login_url, own.app_id, own.app_secret.value)
    account = OaAccount(
        around.database, around.content, login, own.token_key.value, around.clock, around.wake
    )
    await account.load()
    logo_url = f"{around.public_url}/static/zalo.png" if around.public_url else ""
    options = OaOptions(
        message_api=own.message_api,
        buttons=own.buttons,
        form=own.form,
        first_terms=own.first_terms,
        webhook_secrets=own.webhook_secrets,
        only_log_signatures=own.only_log_signatures,
        pays=own.pays,
        per_minute=own.per_minute,
        logo_url=logo_url,
        form_title=around.content.ward.name,
    )
    channel = ZaloOaChannel(account, own.api_url, options, around.attachment, around.clock)
    account.connected = channel.look_soon
    articles = None
    if own.articles != "hand":
        articles = ZaloArticles(
            around.database, around.content, channel.api, around.clock, around.site, logo_url,
            may_broadcast=own.articles == "broadcast",
        )  # fmt: skip
    return ZaloOa(account, channel, articles)


def opened(oa: ZaloOa) -> OpenedChannel:
    channel, articles = oa.channel, oa.articles
    always = OpenedChannel(
        channel,
        Hook(WEBHOOK_PATH, HEADER, channel.accepts, channel.take),
        oa=oa.account,
        end=oa.account.stop,
    )
    if articles is None:
        return always
    # What was asked of Zalo comes to its end: it must not be asked twice.
    return replace(always, articles=articles, begin=articles.recover, settle=articles.stop)
