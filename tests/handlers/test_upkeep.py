"""What time brings: offers lapse, reminders go once and in sending hours, names are forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.schedule import fire
from content.calendar import SendingDays, local, today
from content.library import Content
from handlers.clock import upkeep
from handlers.clock.schedules import upcoming
from handlers.conference import reminders
from handlers.conference.seating import Wanted
from handlers.conference.seats import cancel, register
from handlers.question import asking_back, moves, receiving
from handlers.question.moves import Move
from storage.database import Database, Transaction
from storage.event_models import BusinessKind, Event, EventState, RegistrationState
from storage.question_models import Photo, Question, QuestionState
from storage.staff_models import Role
from tests.support.clock import START, FixedClock
from tests.support.conference import at_desk, make_event, make_staff
from tests.support.play import RecordingChannel, exchange, playing, said
from tests.support.retention import forget_all

S = RegistrationState


def join(tx: Transaction, event: Event, number: int) -> int:
    contact = tx.contacts.meet("test", str(number), START)
    person = Wanted(f"Người {number}", f"+8491000000{number}", BusinessKind.HOUSEHOLD)
    decided = register(at_desk(tx, START), event, person, contact_id=contact.id, source="chat")
    assert decided.registration
    return decided.registration.id


def told(channel: RecordingChannel, who: int, words: str) -> int:
    return sum(words in text for text in channel.texts(str(who)))


async def test_an_offer_lapses_by_itself_and_goes_to_the_next(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> list[int]:
            event = make_event(tx, seats=1)
            ids = [join(tx, event, number) for number in (1, 2, 3)]
            first = tx.registrations.get(ids[0])
            assert first
            cancel(at_desk(tx), event, first)
            return ids

        ids = await core.database.transaction(begin)
        for hours in (1, 25, 25.5):
            clock.now = now = START + timedelta(hours=hours)
            await core.database.transaction(lambda tx, now=now: upkeep.keep_up(tx, content, now))  # type: ignore[misc]
        await core.settle()
        rows = [
            await core.database.transaction(lambda tx, i=i: tx.registrations.get(i))  # type: ignore[misc]
            for i in ids
        ]
        assert [row.state for row in rows if row] == [S.CANCELLED, S.EXPIRED, S.OFFERED]
        assert told(channel, 2, "quá hạn nhận chỗ") == 1
        assert told(channel, 3, "Có chỗ cho ông/bà") == 1
        answer = replace(said("1", address="3"), at=clock.now)
        replies = await exchange(core, channel, answer)
        assert "Đã giữ chỗ" in replies[-1].text


async def test_reminders_go_three_days_and_one_day_before_once_and_by_day(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        event = await core.database.transaction(lambda tx: make_event(tx, days=20))
        await core.database.transaction(lambda tx: join(tx, event, 1))
        sent: list[datetime] = []
        moment = event.starts_at - timedelta(days=5)
        while moment < event.starts_at:
            clock.now = moment
            await fire(core.database, content, moment)
            await core.settle()
            count = told(channel, 1, "Nhắc ông/bà")
            if count > len(sent):
                sent.append(local(moment))
            moment += timedelta(minutes=30)
        days = [(local(event.starts_at).date() - when.date()).days for when in sent]
        assert days == [3, 1]
        assert all(7 <= when.hour < 21 for when in sent)
        assert told(channel, 1, "ngày mai") == 1


async def test_absent_ones_are_marked_the_day_after(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        number = join(tx, event, 1)
        tx.events.save(replace(event, state=EventState.HELD))
        upkeep.keep_up(tx, content, event.ends_at + timedelta(hours=1))
        kept = tx.registrations.get(number)
        assert kept and kept.state is S.CONFIRMED
        upkeep.keep_up(tx, content, event.ends_at + timedelta(hours=13))
        kept = tx.registrations.get(number)
        assert kept and kept.state is S.NO_SHOW

    await db.transaction(work)


async def test_answered_questions_close_and_silent_ones_too(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        asked = receiving.Asked("Chợ ngập", "moi-truong", "paper")
        done = receiving.receive(tx, content, asked, START, actor="x")
        tx.questions.save(replace(done, state=QuestionState.DELIVERED, answered_at=START))
        silent = receiving.receive(tx, content, asked, START, actor="x")
        tx.questions.save(
            replace(silent, state=QuestionState.NEEDS_INFO, stopped_on=local(START).date())
        )
        upkeep.keep_up(tx, content, START + timedelta(days=9))
        states = [tx.questions.get(q.id) for q in (done, silent)]
        assert [q.state for q in states if q] == ["delivered", "needs_info"]
        upkeep.keep_up(tx, content, START + timedelta(days=16))
        states = [tx.questions.get(q.id) for q in (done, silent)]
        assert [q.state for q in states if q] == ["closed", "withdrawn"]

    await db.transaction(work)


async def test_whoever_waits_for_the_city_hears_of_it_every_seven_days(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> None:
            contact = tx.contacts.meet("test", "1", START)
            clerk = make_staff(tx, "a", Role.CLERK)
            asked = receiving.Asked("Đường ngập", "khac", "chat", contact_id=contact.id)
            question = receiving.receive(tx, content, asked, START, actor="contact")
            assigned = moves.move(tx, question, moves.Move.ASSIGN, START, staff=clerk)
            moves.move(tx, assigned, moves.Move.FORWARD, START, staff=clerk, note="Sở")

        await core.database.transaction(begin)
        for hours in range(0, 24 * 18, 3):
            clock.now = now = START + timedelta(hours=hours)
            await core.database.transaction(lambda tx, now=now: upkeep.keep_up(tx, content, now))  # type: ignore[misc]
            await core.settle()
        assert told(channel, 1, "vẫn đang chờ cấp trên") == 2


async def test_names_are_forgotten_when_their_time_is_over(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        number = join(tx, event, 1)
        asked = receiving.Asked(
            "Gọi 0912345678", "khac", "paper", asker="Hoa", phone="+84912345678"
        )
        question = receiving.receive(tx, content, asked, START, actor="x")
        tx.questions.save(replace(question, closed_at=START, state=QuestionState.CLOSED))
        tx.questions.add_photo(Photo("a.jpg", question.id, None, 3, START))
        tx.questions.add_photo(Photo("loose.jpg", None, None, 3, START))
        forget_all(tx, content, START + timedelta(days=300))
        kept = tx.registrations.get(number)
        assert kept and kept.name == "Người 1"
        assert tx.questions.photo_names() == {"a.jpg"}
        forget_all(tx, content, START + timedelta(days=800))
        kept, closed = tx.registrations.get(number), tx.questions.get(question.id)
        assert kept and kept.phone is None and "Người" not in kept.name
        assert closed and closed.asker == "" and closed.phone is None
        assert "0912345678" not in closed.content
        assert tx.questions.photo_names() == set()

    await db.transaction(work)


def _waits(tx: Transaction, content: Content, address: str) -> Question:
    contact = tx.contacts.meet("telegram", address, START)
    asked = receiving.Asked("Chợ hay bị ngập", "moi-truong", "chat")
    question = receiving.receive(tx, content, asked, START, actor="contact")
    return tx.questions.save(replace(question, contact_id=contact.id))


async def test_a_reminder_that_waited_is_not_sent_once_the_asker_told_more_or_it_is_closed(
    db: Database, content: Content
) -> None:
    patience = timedelta(days=content.ward.rules.silence_days)

    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "a", Role.CLERK)
        asked = [_waits(tx, content, str(number)) for number in (1, 2)]
        told, silent = (
            moves.move(tx, one, Move.ASK_MORE, START, staff=clerk, stopped_on=today(START))
            for one in asked
        )
        upkeep.keep_up(tx, content, START + patience / 2 + timedelta(days=1))
        later = START + patience - timedelta(hours=20)
        asking_back.told_more(tx, content, told, "Ở cổng chợ", later)
        waiting = tx.outbox.claim("telegram", later, 9)
        assert [silent.code in row.body for row in waiting if "vẫn đang chờ" in row.body] == [True]
        tx.outbox.withdraw("", later)

    def expired(tx: Transaction) -> None:
        clerk = make_staff(tx, "b", Role.CLERK)
        question = _waits(tx, content, "3")
        moves.move(tx, question, Move.ASK_MORE, START, staff=clerk, stopped_on=today(START))
        upkeep.keep_up(tx, content, START + patience / 2 + timedelta(days=1))
        late = START + patience + timedelta(days=2)
        tx.outbox.expire(late)
        rows = tx.outbox.claim("telegram", late, 9)
        assert not [row for row in rows if "vẫn đang chờ" in row.body]

    await db.transaction(work)
    await db.transaction(expired)


async def test_word_of_waiting_for_above_is_not_sent_once_it_waits_no_more(
    db: Database, content: Content
) -> None:
    every = timedelta(days=content.ward.rules.note_every_days)

    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "a", Role.CLERK)
        question = moves.move(
            tx, _waits(tx, content, "1"), Move.ASSIGN, START, staff=clerk, office="kthtdt"
        )
        question = moves.move(tx, question, Move.FORWARD, START, staff=clerk)
        later = SendingDays().sending_time(START + every + timedelta(hours=1))
        upkeep.keep_up(tx, content, later)
        step = tx.questions.last_step(question.id, question.state)
        assert step is not None
        key = f"progress:{step.id}:"
        assert tx.outbox.withdraw(key, later) == 1
        upkeep.keep_up(tx, content, later)
        moves.move(tx, question, Move.ASSIGN, later, staff=clerk, office="kthtdt")
        assert tx.outbox.withdraw(key, later) == 0

    await db.transaction(work)


async def test_a_photo_stays_while_its_question_is_being_written(
    db: Database, content: Content
) -> None:
    later = START + timedelta(hours=30)

    def work(tx: Transaction) -> None:
        contact = tx.contacts.meet("test", "7", START)
        tx.questions.add_photo(Photo("mine.jpg", None, contact.id, 3, START))
        open_until = later + timedelta(hours=20)
        writing = replace(tx.conversations.load(contact.id, START), flow='{"name": "question"}')
        tx.conversations.save(replace(writing, expires_at=open_until))
        forget_all(tx, content, later)
        assert tx.questions.photo_names() == {"mine.jpg"}
        forget_all(tx, content, open_until)
        assert tx.questions.photo_names() == set()
        assert tx.erasures.files() == ["mine.jpg"]

    await db.transaction(work)


def test_sending_hours_holidays_and_tet() -> None:
    days = SendingDays()

    def at(year: int, month: int, day: int, hour: int) -> datetime:
        return datetime(year, month, day, hour, tzinfo=UTC)

    saturday = at(2026, 11, 21, 3)
    assert days.sending_time(saturday) == at(2026, 11, 23, 1)
    assert days.sending_time(saturday, urgent=True) == saturday
    assert days.sending_time(at(2026, 11, 23, 5)) == at(2026, 11, 23, 7)  # noon: after lunch
    assert days.sending_time(at(2026, 11, 23, 15), urgent=True) == at(2026, 11, 24, 0)
    before_tet = days.sending_time(at(2027, 1, 29, 8))
    assert before_tet == at(2027, 2, 12, 1)


async def test_a_reminder_that_waits_for_the_weekend_to_end_is_the_next_one(
    db: Database, content: Content
) -> None:
    """The conference is on Tuesday: what was to go on Saturday would go on Monday, as the one of
    the day before does."""

    def work(tx: Transaction) -> list[str]:
        event = make_event(tx, days=17)
        assert local(event.starts_at).weekday() == 1
        join(tx, event, 1)
        for days in (3, 2, 1):
            reminders.remind(tx, content, event, event.starts_at - timedelta(days=days))
        planned = [one for one in upcoming(tx, content, START) if one.what == "event_reminder"]
        assert [one.at for one in planned] == [event.starts_at - timedelta(days=1)]
        rows = tx.outbox._db.execute("SELECT body FROM outbox").fetchall()
        return [row["body"] for row in rows]

    [body] = await db.transaction(work)
    assert "ngày mai" in body
