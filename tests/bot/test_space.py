"""What strangers write has bounds on disk: a refused message is said to be refused, and nothing
that was acknowledged is lost."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.app import Core
from bot.channels.base import Capabilities
from bot.core.space import DAY_S, Gauge, NoRoom, Space, Taken
from bot.files.store import LEAST_FREE, write_whole
from bot.settings.settings import read_settings
from bot.settings.space import MB, USUAL_SPACE
from content.library import Content
from handlers.clock.retention import SWEEPS
from storage.database import Transaction
from storage.models import Contact, InboxState, Reason
from storage.question_models import Consent, Purpose
from tests.bot.test_photos import photo
from tests.support.clock import START, FixedClock
from tests.support.pictures import jpeg
from tests.support.play import RecordingChannel, exchange, playing, said
from tests.support.site import site
from tests.web.test_chat import JSON, fields, session


def narrow(core: Core, **bounds: int) -> None:
    core.space.bounds = replace(USUAL_SPACE, **bounds)


def fill_up(core: Core) -> None:
    """The disk has less left than it is to have."""
    narrow(core, kept_free=10**9 * MB)
    core.space.free = 1


def consent(contact_id: int) -> Consent:
    return Consent(0, contact_id, Purpose.CASE, "words", "test", START)


async def received(core: Core, state: InboxState) -> int:
    return await core.database.transaction(lambda tx: tx.inbox.count(state))


def test_bytes_are_counted_for_a_day_and_of_few_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("bot.core.space.time", SimpleNamespace(monotonic=lambda: now))
    taken = Taken(2)
    taken.add("one", 5)
    taken.add("one", 6)
    taken.add("other", 1)
    assert (taken.of("one"), taken.of("other"), taken.of("nobody")) == (11, 1, 0)
    taken.add("third", 1)
    assert taken.of("one") == 0  # the one that was silent longest is not remembered
    now += DAY_S
    assert taken.of("third") == 0
    taken.add("third", 2)
    assert taken.of("third") == 2


async def test_whoever_had_their_share_is_told_once_and_everybody_else_is_heard(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        narrow(core, of_visitor=2500)
        assert len(await exchange(core, channel, said("xin chào"))) == 1
        assert len(await exchange(core, channel, said("xin chào"))) == 1
        (sorry,) = await exchange(core, channel, said("xin chào"))
        assert "chưa được ghi lại" in sorry.text
        assert await exchange(core, channel, said("còn đó không")) == []
        assert await received(core, InboxState.THROTTLED) == 2
        assert len(await exchange(core, channel, said("xin chào", address="8"))) == 1


async def test_a_channel_that_had_its_share_hears_whom_it_knows(
    tmp_path: Path, content: Content
) -> None:
    def agree(tx: Transaction) -> Contact:
        contact = tx.contacts.meet("test", "7", START)
        tx.people.agree(consent(contact.id))
        return contact

    async with playing(tmp_path, content) as (core, channel):
        narrow(core, of_channel=1)
        await exchange(core, channel, said("xin chào"))  # over it by this one
        await core.database.transaction(agree)
        (answer,) = await exchange(core, channel, said("xin chào"))
        assert "chưa được ghi lại" not in answer.text
        (sorry,) = await exchange(core, channel, said("xin chào", address="8"))
        assert "chưa được ghi lại" in sorry.text


async def test_on_our_page_nothing_of_a_refused_message_is_kept(
    tmp_path: Path, content: Content
) -> None:
    own_page = RecordingChannel(Capabilities(text_limit=4096, keeps_history=False))
    async with playing(tmp_path, content, channel=own_page) as (core, channel):
        narrow(core, of_visitor=1)
        first = said("xin chào", external_id="1")
        await exchange(core, channel, first)
        for _ in range(5):
            with pytest.raises(NoRoom, match="chưa được ghi lại"):
                await core.reception.receive(said("xin chào"))
        await core.reception.receive(first)  # acknowledged before: it is not called refused now
        assert await received(core, InboxState.HANDLED) == 1
        assert await received(core, InboxState.THROTTLED) == 0
        assert await core.database.transaction(lambda tx: tx.set_aside.all()) == []


async def test_photos_stop_first_when_the_disk_is_low(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures = {"a": jpeg()}
        await exchange(core, channel, said("gửi câu hỏi"))
        contact = await core.database.transaction(lambda tx: tx.contacts.meet("test", "7", START))
        await core.database.transaction(lambda tx: tx.people.agree(consent(contact.id)))
        fill_up(core)
        replies = await exchange(core, channel, photo("a", "Cống trước chợ bị tắc thế này"))
        assert "không nhận thêm ảnh" in replies[0].text
        assert "bị tắc" in replies[-1].text  # the words stay part of the question
        assert not (tmp_path / "photos").exists()


async def test_the_words_of_a_visitor_who_is_not_taken_come_back(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        fill_up(at.core)
        page = await (await browser.get(at.url)).text()
        form = fields(page) | {"text": "tôi muốn hỏi về thuế"}
        answer = await browser.post(at.url + "/send", data=form)
        page = await answer.text()
        assert answer.status == 503
        assert "chưa được ghi lại" in page and "**" not in page
        assert "tôi muốn hỏi về thuế</textarea>" in page
        spoken = await browser.post(at.url + "/send", data=form, headers=JSON)
        assert "chưa được ghi lại" in (await spoken.json())["notice"]
        assert await received(at.core, InboxState.HANDLED) == 0
        narrow(at.core, kept_free=0)
        answer = await browser.post(at.url + "/send", data=form)  # the same form is taken later
        assert "tôi muốn hỏi về thuế" in await answer.text()
        assert await received(at.core, InboxState.HANDLED) == 2  # with the opening


async def test_an_address_has_its_share_however_many_browsers_it_shows(
    tmp_path: Path, content: Content
) -> None:
    async def ask(url: str, address: str) -> int:
        async with session({"X-Forwarded-For": address}) as browser:
            page = await (await browser.get(url)).text()
            form = fields(page) | {"text": "thuế khoán còn không"}
            return (await browser.post(url + "/send", data=form)).status

    async with site(tmp_path, content, trusted=("127.0.0.1",)) as at:
        narrow(at.core, of_address=20_000)
        answers = [await ask(at.url, "203.0.113.5") for _ in range(12)]
        assert answers[0] == 200 and answers[-1] == 503
        assert await ask(at.url, "203.0.113.6") == 200
        taken = await received(at.core, InboxState.HANDLED)
        assert taken - 2 * (answers.count(200) + 1) in (0, 1)  # an opening, of the last one


async def test_staff_are_told_when_the_disk_is_low_and_when_it_is_over(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 10 * MB
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))

    async def alarms() -> set[tuple[str, str]]:
        await gauge.look()
        found = await core.database.transaction(lambda tx: tx.alarms.all())
        return {(alarm.channel, alarm.what) for alarm in found}

    async with playing(tmp_path, content) as (core, channel):
        gauge = Gauge(core.space, core.database, content, FixedClock(), ["test"])
        assert await alarms() == {("storage", "disk")}
        free = USUAL_SPACE.kept_free + MB
        assert await alarms() == {("storage", "disk")}  # hardly better
        assert not core.space.is_low
        free = 2 * USUAL_SPACE.kept_free
        assert await alarms() == set()
        narrow(core, of_channel=1)
        await exchange(core, channel, said("xin chào"))
        assert await alarms() == {("test", "crowded")}
        narrow(core)
        assert await alarms() == set()


async def test_health_says_what_is_left_and_what_was_taken(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        narrow(at.core, kept_free=10**9 * MB)
        told: dict[str, Any] = await (await browser.get(at.url + "/healthz")).json()
        assert told["disk"]["low"] is True
        assert told["channels"]["web"]["taken_mb"] == 0


def test_a_file_never_takes_the_last_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=LEAST_FREE + 3))
    write_whole(tmp_path, "small", b"123")
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path, "large", b"1234")
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


async def test_whoever_only_passed_by_is_forgotten(tmp_path: Path, content: Content) -> None:
    """Those with anything of theirs stay, and so does what nobody could answer, as nobody's."""

    def fill(tx: Transaction) -> dict[str, int]:
        tx.calls.set_channels([("web", False, None), ("test", True, None)])
        met = {
            name: tx.contacts.meet(channel, name, START).id
            for name, channel in (
                ("gone", "web"), ("consented", "web"), ("waits", "web"), ("chat", "test"),
            )
        }  # fmt: skip
        tx.people.agree(consent(met["consented"]))
        tx.outbox.add(met["waits"], "{}", START)
        tx.inbox.record("web", "1", met["gone"], START, text="một câu hỏi")
        asked = "một câu hỏi", Reason.UNKNOWN, START.date()
        tx.feedback.add_unanswered(*asked, contact_id=met["gone"])
        return met

    async with playing(tmp_path, content) as (core, _):
        met = await core.database.transaction(fill)
        sweep, _ = SWEEPS["passers-by"]
        later = START + timedelta(days=content.ward.rules.keep_passers_by_days)

        def forget(tx: Transaction) -> tuple[int, set[str]]:
            gone = sweep(tx, content, later + timedelta(minutes=1))
            return gone, {name for name, number in met.items() if tx.contacts.get(number)}

        early = await core.database.transaction(lambda tx: sweep(tx, content, later))
        assert early == 0
        gone, left = await core.database.transaction(forget)
        assert (gone, left) == (1, {"consented", "waits", "chat"})
        (kept,) = await core.database.transaction(lambda tx: tx.feedback.unanswered())
        assert kept.text == "một câu hỏi"
        assert await received(core, InboxState.HANDLED) == 0


def test_the_bounds_are_settings() -> None:
    read = read_settings({"SPACE_VISITOR_MB": "3", "SPACE_FREE_MB": "0"}, None).space
    assert (read.of_visitor, read.kept_free) == (3 * MB, 0)
    assert Space(read).is_low is False
