"""The survey in the chat: each answer is kept as it is given, once, and for as long as the wave
lasts."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from bot.app import Core
from content.calendar import today
from content.library import Content
from handlers.clock import restored
from handlers.people.refusing import NotDone
from handlers.survey import keyed, reminding, waves
from storage.business_models import Entered, KnownFrom, Tied
from storage.database import Database, Transaction
from storage.gone import GoneLine
from storage.question_models import Purpose
from storage.survey_models import SurveyRespondent, SurveySource, SurveyState
from tests.handlers.test_mine import shop
from tests.handlers.test_parity import Platform, platforms
from tests.support.clock import START, FixedClock
from tests.support.play import RecordingChannel, exchange, playing, said
from tests.support.retention import forget_all
from tests.support.survey import people, running_wave, wording

ANSWERS = ("2", "5 người", "1", "thuê", "3 trăm mét", "1, 3", "135", "1 3 5", "1", "2", "1", "2")
TOLD = ("khảo sát", "đồng ý", *ANSWERS)


async def told(core: Core, channel: RecordingChannel, *lines: str) -> str:
    """What is said to the last of these."""
    replies = []
    for line in lines:
        replies = await exchange(core, channel, said(line))
    return "\n".join(reply.text for reply in replies)


def kept(tx: Transaction) -> list[dict[str, tuple[str, ...]]]:
    wave = tx.surveys.waves()[0]
    return list(tx.surveys.answers_of_wave(wave.id).values())


async def test_fourteen_messages_answer_it_all(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        wave = await core.database.transaction(lambda tx: running_wave(tx, content, START))
        assert len(TOLD) == 14
        assert "Xong rồi" in await told(core, channel, *TOLD)
        (answers,) = await core.database.read(kept)
        assert len(answers) == 12 and answers["dien_tich"] == ("hon_100",)
        (one,) = await core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
        assert one.done_at is not None and one.sector == "production"
        agreed = await core.database.read(
            lambda tx: tx.people.agreed(one.contact_id or 0, Purpose.SURVEY)
        )
        assert agreed is not None


LEAVINGS = ("", "hủy", "thuế khoán còn không")


@pytest.mark.parametrize("platform", platforms(), ids=lambda one: one.name)
async def test_who_leaves_at_any_step_goes_on_there_ten_days_later(
    tmp_path: Path, content: Content, platform: Platform
) -> None:
    """On every channel, before each answer; silently, with a word, or with another matter. Nobody
    needs more than fourteen messages and those that said good-bye and came back."""
    clock = FixedClock()
    unhurried = replace(platform.capabilities.policy, per_minute=0)  # of as many people at a time
    at_once = replace(platform.capabilities, contact_interval_s=0, policy=unhurried)
    channel = RecordingChannel(at_once, platform.typed("x").channel)
    people = list(product(range(1, len(TOLD)), LEAVINGS))

    async def tell(core: Core, person: int, *lines: str) -> str:
        text = ""
        for line in lines:
            incoming = replace(platform.typed(line), address=f"nguoi-{person}")
            replies = await exchange(core, channel, incoming, f"nguoi-{person}")
            text = "\n".join(map(platform.shows, replies))
        return text

    async with playing(tmp_path, content, clock, channel) as (core, _):
        wave = await core.database.transaction(lambda tx: running_wave(tx, content, START))
        for person, (stop, leaving) in enumerate(people):
            await tell(core, person, *TOLD[:stop], *([leaving] if leaving else []))
    clock.pass_time(hours=240)
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.database.transaction(lambda tx: forget_all(tx, content, clock.now))
        for person, (stop, _) in enumerate(people):
            again = await tell(core, person, "khảo sát")
            wanted = f"{stop - 1}/12." if stop > 1 else "không chuyển cơ quan thuế"
            assert wanted in again, (stop, again)
            assert "Xong rồi" in await tell(core, person, *TOLD[stop:])
        said = await core.database.read(lambda tx: tx.surveys.answers_of_wave(wave.id))
        assert len(said) == len(people) == 39
        assert all(len(answers) == 12 for answers in said.values())


async def test_nothing_is_kept_of_who_refuses(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: running_wave(tx, content, START))
        assert "không ghi gì" in await told(core, channel, "khảo sát", "không đồng ý")
        assert await core.database.read(kept) == []


async def test_a_wave_that_is_over_asks_nobody(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await core.database.transaction(lambda tx: running_wave(tx, content, START))
        await told(core, channel, *TOLD[:5])
        clock.pass_time(hours=24 * 40)
        assert "Hiện không có" in await told(core, channel, "khảo sát")
        (answers,) = await core.database.read(kept)
        assert len(answers) == 3


async def test_of_two_waves_the_begun_one_is_gone_on_with_and_the_other_offered(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def both(tx: Transaction) -> None:
            running_wave(tx, content, START)
            short = content.survey[:1]
            soon = today(START) + timedelta(days=9)
            running_wave(tx, content, START, title="Đợt ngắn", questions=short, ends=soon)

        await core.database.transaction(both)
        done = await told(core, channel, "khảo sát", "đồng ý", "2")
        assert "Còn một phiếu nữa: Khảo sát năm 2026" in done
        assert "1/12" in await told(core, channel, "1", "đồng ý")
        await told(core, channel, "2", "hủy")
        assert "**2/12.**" in await told(core, channel, "khảo sát")


async def test_the_code_of_a_paper_leads_to_its_wave(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        wave = await core.database.transaction(lambda tx: running_wave(tx, content, START))
        assert "12 câu" in await told(core, channel, wave.code.lower())


async def test_nobody_approves_what_they_wrote(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        clerk, approver = people(tx)
        made = waves.make(tx, content, clerk, wording(content, today(START)), START)
        with pytest.raises(NotDone):
            waves.approve(tx, made, approver, START)
        submitted = waves.submit(tx, content, made, START)
        with pytest.raises(NotDone):
            waves.approve(tx, submitted, clerk, START)
        with pytest.raises(NotDone):
            waves.change(tx, content, submitted, clerk, wording(content, today(START)), START)
        back = waves.take_back(tx, submitted)
        changed = waves.change(
            tx, content, back, approver, wording(content, today(START), title="Đợt hai"), START
        )
        again = waves.submit(tx, content, changed, START)
        with pytest.raises(NotDone):
            waves.approve(tx, again, approver, START)
        approved = waves.approve(tx, again, clerk, START)
        assert (approved.state, approved.title) == (SurveyState.APPROVED, "Đợt hai")
        assert waves.end(tx, approved).state is SurveyState.ENDED

    await db.transaction(work)


async def test_a_wave_that_cannot_be_is_refused(db: Database, content: Content) -> None:
    day = today(START)
    plain = wording(content, day)
    faulty = [
        replace(plain, title=""),
        replace(plain, questions=()),
        replace(plain, questions=content.survey[:13]),
        replace(plain, ends=day - timedelta(days=1)),
        replace(plain, ends=day + timedelta(days=400)),
        replace(plain, remind_on=(day,)),
        replace(plain, remind_on=tuple(day + timedelta(days=n) for n in (1, 2, 3))),
    ]

    def work(tx: Transaction) -> None:
        clerk, _ = people(tx)
        for one in faulty:
            with pytest.raises(NotDone):
                waves.make(tx, content, clerk, one, START)
        wide = waves.make(tx, content, clerk, plain, START)
        narrow = waves.make(
            tx, content, clerk,
            replace(plain, neighbourhoods=("TDP 1",), sectors=("an_uong",)), START,
        )  # fmt: skip
        all_, few = waves.asks(tx, wide), waves.asks(tx, narrow)
        assert all_("TDP 9", "khac", 0) and few("TDP 1", "an_uong", 0)
        assert few("", "", 0)
        assert not few("TDP 2", "an_uong", 0)
        assert not few("TDP 1", "khac", 0)

    await db.transaction(work)


async def test_a_survey_left_says_how_to_go_on_and_never_that_nothing_was_sent(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: running_wave(tx, content, START))
        await told(core, channel, *TOLD[:5])
        for leaving in ("hủy", "thôi không làm nữa", "vé của tôi", "gửi câu hỏi", "bắt đầu"):
            await told(core, channel, "khảo sát")
            left = await told(core, channel, leaving)
            assert "chưa gửi" not in left.replace("**", "") and "không gửi gì" not in left, left
            await told(core, channel, "hủy")
        assert "**được giữ**" in await told(core, channel, "khảo sát", "hủy")
        assert "**4/12.**" in await told(core, channel, "khảo sát")
        assert "Không có gì ạ. Còn câu" in await told(core, channel, "cảm ơn cháu")
        assert "được giữ" not in await told(core, channel, *TOLD[5:])


async def test_ones_answers_are_shown_and_go_nameless_with_the_consent_or_the_data(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        wave = await core.database.transaction(lambda tx: running_wave(tx, content, START))
        await told(core, channel, *TOLD)
        shown = await told(core, channel, "dữ liệu của tôi", "1")
        assert "Thiếu vốn, Ít khách, khó bán, Thuế, hóa đơn, sổ sách" in shown
        await told(core, channel, "rút đồng ý")
        sure = await told(core, channel, "Khảo sát")
        assert "không còn gắn với ông/bà" in sure
        await told(core, channel, "1")
        (one,) = await core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
        assert one.contact_id is None and one.nameless_at is not None
        (answers,) = await core.database.read(kept)
        assert len(answers) == 12
        assert "12 câu trả lời" not in await told(core, channel, "dữ liệu của tôi")


async def test_names_go_when_their_time_is_over_and_on_an_older_copy(
    db: Database, content: Content
) -> None:
    def answered(tx: Transaction) -> int:
        wave = running_wave(tx, content, START)
        person = tx.contacts.meet("test", "7", START).id
        made = SurveyRespondent(
            tx.surveys.ids.next(), wave.id, SurveySource.CHAT, contact_id=person, begun_at=START
        )
        return tx.surveys.add_respondent(made).id

    one, other = await db.transaction(answered), await db.transaction(answered)
    line = GoneLine("x", "survey", str(other), START)
    await db.transaction(lambda tx: restored.settle(tx, content, [line], START))
    gone = await db.read(lambda tx: tx.surveys.respondent(other))
    assert gone is not None and gone.contact_id is None
    early = START + timedelta(days=365)
    await db.transaction(lambda tx: forget_all(tx, content, early))
    kept_one = await db.read(lambda tx: tx.surveys.respondent(one))
    assert kept_one is not None and kept_one.nameless_at is None
    late = START + timedelta(days=1200)
    await db.transaction(lambda tx: forget_all(tx, content, late))
    kept_one = await db.read(lambda tx: tx.surveys.respondent(one))
    assert kept_one is not None and kept_one.nameless_at is not None


async def test_who_stopped_is_reminded_once_on_each_of_two_days(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    day = today(START)
    days = tuple(day + timedelta(days=n) for n in (3, 7))  # the first is a holiday
    async with playing(tmp_path, content, clock) as (core, channel):
        wave = await core.database.transaction(
            lambda tx: running_wave(tx, content, START, remind_on=days)
        )
        await told(core, channel, *TOLD[:5])
        sent = len(channel.sent)
        for _ in range(24 * 10):
            clock.pass_time(hours=1)
            await core.database.transaction(lambda tx: reminding.remind(tx, content, clock.now))
            await core.settle()
        reminders = [reply.text for _, reply in channel.sent[sent:]]
        assert len(reminders) == 2 and all("Gõ **khảo sát**" in text for text in reminders)
        assert "**4/12.**" in await told(core, channel, "khảo sát")
        assert "Xong rồi" in await told(core, channel, *TOLD[5:])
        left = await core.database.read(lambda tx: tx.surveys.to_remind(wave.id))
        assert left == []


async def test_a_tied_business_answers_once_and_the_register_knows_it_until_it_is_withdrawn(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        wave = await core.database.transaction(lambda tx: running_wave(tx, content, START))
        await told(core, channel, "xin chào")

        def tied(tx: Transaction) -> int:
            made, by = shop(tx, "Bún Lành"), Entered(KnownFrom.STAFF, START, "an")
            (owner,) = tx.businesses.persons(made.id)
            contact = tx.contacts.find("test", "7")
            assert contact is not None
            tx.businesses.tie(owner, contact.id, Tied.STAFF, by)
            return made.id

        number = await core.database.transaction(tied)
        assert "Bún Lành" in await told(core, channel, *TOLD[:2])
        await told(core, channel, *TOLD[2:])
        (one,) = await core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
        assert (one.business_id, one.neighbourhood) == (number, "TDP 5")

        async def known() -> dict[str, str]:
            rows = await core.database.read(lambda tx: tx.businesses.values(number))
            return {str(field): row.value for field, row in rows.items()}

        assert await known() == {
            "name": "Bún Lành", "workers": "4-9", "revenue": "exempt",
            "difficulties": "von dau_ra thue", "needs": "vay",
        }  # fmt: skip
        await told(core, channel, "rút đồng ý", "Khảo sát", "1")
        assert await known() == {"name": "Bún Lành", "workers": "2"}


async def test_who_finds_a_paper_that_was_answered_is_shown_nothing_of_it(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def printed(tx: Transaction) -> str:
            wave = running_wave(tx, content, START)
            shop(tx, "Bún Lành")
            return keyed.coded(tx, content, wave, "TDP 5")[0][0]

        code = await core.database.transaction(printed)
        assert "Trả lời cho **Bún Lành**" in await told(core, channel, code, "đồng ý")
        await told(core, channel, *ANSWERS)
        replies = await exchange(core, channel, said(code, address="8"), to="8")
        assert "đã được trả lời" in replies[0].text and "Bún Lành" not in replies[0].text
        shown = await exchange(core, channel, said("dữ liệu của tôi", address="8"), to="8")
        assert "khảo sát" not in shown[0].text
