"""What must hold of a talk, whichever two channels it crosses."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.channels.base import Closed, Stopped
from content.library import Content
from handlers.live import holding, relaying
from handlers.people.refusing import NotDone
from handlers.talk.messages import Incoming, IncomingKind
from storage.database import Transaction
from storage.handoff_models import HandoffLine, HandoffResult, HandoffState, LineSide
from storage.staff_models import Role
from tests.support.live import MONDAY, Stage, link, stage

CHANNELS = ("telegram", "zalo_oa", "zalo_bot", "web")
# Each with itself and with the next: an owner and an official on every channel.
CROSSINGS = [
    *((one, one) for one in CHANNELS),
    *((one, CHANNELS[(at + 1) % 4]) for at, one in enumerate(CHANNELS)),
]
across = pytest.mark.parametrize(("owner_at", "desk_at"), CROSSINGS)


async def held(at: Stage) -> None:
    """`an` holds it; `truong` would be next."""

    def furnish(tx: Transaction) -> None:
        link(tx, "an", at.desk_at, MONDAY, Role.RESPONDER, office="kthtdt")
        link(tx, "truong", at.desk_at, MONDAY, Role.OWNER, office="vanphong")

    await at.core.database.transaction(furnish)
    await at.owner("gặp cán bộ")
    await at.take()
    at.at_owner(), at.at_desk(), at.at_desk("truong")


@across
async def test_of_three_who_take_at_once_one_holds_it(
    tmp_path: Path, content: Content, owner_at: str, desk_at: str
) -> None:
    logins = ("an", "binh", "chi")
    async with stage(tmp_path, content, logins, owner_at=owner_at, desk_at=desk_at) as at:
        await at.owner("gặp cán bộ")
        presses = [
            Incoming(desk_at, f"at-once-{login}", login, at.clock.now, text="1") for login in logins
        ]
        await asyncio.gather(*(at.core.reception.receive(one) for one in presses))
        await at.core.settle()
        said = {login: "\n".join(at.at_desk(login)) for login in logins}
        talking = [login for login in logins if "đang nói chuyện với người dân" in said[login]]
        assert len(talking) == 1
        others = [said[login] for login in logins if login not in talking]
        assert all(f"Cán bộ {talking[0]}" in text and "đã nhận" in text for text in others)
        assert sum("đã vào trò chuyện" in text for text in at.at_owner()) == 1
        await at.owner("có ai không")
        assert at.at_desk(talking[0]) == ["có ai không"]


@across
async def test_an_account_unlinked_half_way_loses_the_talk_and_somebody_knows(
    tmp_path: Path, content: Content, owner_at: str, desk_at: str
) -> None:
    async with stage(tmp_path, content, (), owner_at=owner_at, desk_at=desk_at) as at:
        await held(at)

        def unlink(tx: Transaction) -> None:
            an, contact = tx.staff.by_login("an"), tx.contacts.find(desk_at, "an")
            assert an is not None and contact is not None
            tx.staff_links.drop(an.id, contact.id)

        await at.core.database.transaction(unlink)
        await at.owner("em gửi thêm lời này")
        await at.desk("an", "tôi vẫn ở đây")
        await at.keep_up()
        assert not any("tôi vẫn ở đây" in text for text in at.at_owner())
        assert await at.state() is HandoffState.WAITING
        assert "muốn nói chuyện với cán bộ" in "\n".join(at.at_desk("truong"))
        [taken] = await at.take("truong")
        assert "em gửi thêm lời này" in taken  # nothing is lost


@across
@pytest.mark.parametrize("who", ["owner", "official"])
async def test_a_blocked_bot_ends_the_talk_or_gives_it_back(
    tmp_path: Path, content: Content, owner_at: str, desk_at: str, who: str
) -> None:
    async with stage(tmp_path, content, (), owner_at=owner_at, desk_at=desk_at) as at:
        await held(at)
        if who == "owner":
            at.channels[owner_at].outcomes.append(Stopped("blocked"))
            await at.desk("an", "chị ơi")
            await at.keep_up()
            assert "chặn hoặc rời" in "\n".join(at.at_desk())
            assert (await at.talk()).result == HandoffResult.LEFT
            return
        at.channels[desk_at].outcomes.append(Stopped("blocked"))
        await at.owner("anh ơi")
        await at.keep_up()
        assert "đang báo người khác" in "\n".join(at.at_owner())
        assert "muốn nói chuyện với cán bộ" in "\n".join(at.at_desk("truong"))
        assert "“anh ơi”" in "\n".join(await at.take("truong"))


@across
async def test_a_window_that_is_closed_is_said_before_typing_and_a_lost_line_is_told(
    tmp_path: Path, content: Content, owner_at: str, desk_at: str
) -> None:
    async with stage(tmp_path, content, (), owner_at=owner_at, desk_at=desk_at) as at:

        def closing(tx: Transaction) -> None:
            window = timedelta(minutes=2)
            names = dict.fromkeys((owner_at, desk_at))
            tx.calls.set_channels([(name, name != "web", window) for name in names])

        def furnish(tx: Transaction) -> None:
            link(tx, "an", desk_at, MONDAY, Role.RESPONDER, office="kthtdt")

        await at.core.database.transaction(furnish)
        await at.owner("gặp cán bộ")
        await at.core.database.transaction(closing)
        at.clock.pass_time(minutes=3)
        at.at_desk()
        [taken] = await at.take()
        assert "kênh của người dân đang đóng" in taken
        [refused] = await at.desk("an", "chị ơi")
        assert "Chưa gửi" in refused and "đang đóng" in refused
        await at.owner("em đây")  # it opens with the owner's next word
        at.at_owner(), at.at_desk()
        at.channels[owner_at].outcomes.append(Closed("window"))
        await at.desk("an", "chào chị")
        await at.keep_up()
        assert "1 dòng chưa tới" in "\n".join(at.at_desk())
        assert await at.state() is HandoffState.HELD


SECRETS = (
    "mã OTP của tôi là 482913",
    "căn cước của em 031085001234",
    "số tài khoản 0123456789012 ngân hàng Vietcombank",
    "mật khẩu là conmeo1985",
)
THINGS = (("sticker", "nhãn dán"), ("voice", "tin thoại"), ("document:to-khai.pdf", "to-khai.pdf"))


def owners_lines(lines: list[HandoffLine]) -> list[str]:
    return [line.text for line in lines if line.side is LineSide.OWNER]


@across
async def test_what_nobody_should_send_stays_here_and_what_has_no_words_passes_by_name(
    tmp_path: Path, content: Content, owner_at: str, desk_at: str
) -> None:
    async with stage(tmp_path, content, (), owner_at=owner_at, desk_at=desk_at) as at:
        await held(at)
        for secret in SECRETS:
            told = "\n".join(await at.owner(secret))
            warned = "\n".join(at.at_desk())
            assert "không chuyển" in told and "không chuyển" in warned, secret
            assert secret not in warned
            assert "Chưa gửi" in "\n".join(await at.desk("an", secret)), secret
            assert at.at_owner() == []
        assert owners_lines(await at.lines()) == []
        for named, words in THINGS:
            await at.owner(kind=IncomingKind.UNREADABLE, named=named)
            assert words in "\n".join(at.at_desk())
            await at.desk("an", kind=IncomingKind.UNREADABLE, named=named)
            assert words in "\n".join(at.at_owner())


@pytest.mark.parametrize("owner_at", CHANNELS)
async def test_the_same_of_a_talk_held_at_the_console(
    tmp_path: Path, content: Content, owner_at: str
) -> None:
    async with stage(tmp_path, content, owner_at=owner_at, desk_at="desks") as at:
        await at.owner("gặp cán bộ")
        number = (await at.talk()).id

        def act(tx: Transaction, text: str = "") -> str:
            an, talk = tx.staff.by_login("an"), tx.handoffs.get(number)
            assert an is not None and talk is not None
            if not text:
                assert holding.take(tx, content, talk.id, an, at.clock.now)
                return ""
            try:
                relaying.from_staff(tx, content, talk, an, text, at.clock.now)
            except NotDone as refusal:
                return refusal.why
            return ""

        await at.core.database.transaction(act)
        await at.core.settle()
        at.at_owner()
        for secret in SECRETS:
            assert "không chuyển" in "\n".join(await at.owner(secret)), secret
            why = await at.core.database.transaction(partial(act, text=secret))
            assert why == "talk_covered", secret
        await at.core.settle()
        assert at.at_owner() == []
        shown = await at.lines()
        assert owners_lines(shown) == []
        # Who holds it reads in the thread that something was held back.
        assert [one.text for one in shown].count("covered") == len(SECRETS)
        for named, words in THINGS:
            await at.owner(kind=IncomingKind.UNREADABLE, named=named)
            assert words in owners_lines(await at.lines())[-1]
