"""Approvals in an official's own chat: by the rights and rules of the console, of what was read."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from content.library import Content
from handlers.desk import acts as desk_acts
from handlers.desk import figures
from handlers.desk.moving import DeskAsk
from handlers.question import answering
from handlers.question.results import CameOfIt
from handlers.talk.messages import IncomingKind
from storage.audit import JournalFilter
from storage.broadcast_models import Broadcast, BroadcastKind, BroadcastState
from storage.database import Transaction
from storage.entry_models import EntryState
from storage.question_models import Question, QuestionKind, QuestionResult, QuestionState
from storage.staff_models import Role
from tests.handlers.test_content_desk import edited
from tests.support.approvals import ANSWER, answered, submitted, who
from tests.support.broadcast import subscribe
from tests.support.live import MONDAY, Stage, link, stage

T = TypeVar("T")


@asynccontextmanager
async def desk(folder: Path, content: Content, desk_at: str = "desks") -> AsyncIterator[Stage]:
    """`viet` writes everything, `duyet` and `pho` approve, `thue` may not."""
    own = replace(content, shelf=content.shelf.another())
    async with stage(folder, own, (), desk_at=desk_at) as at:

        def furnish(tx: Transaction) -> None:
            roles = (Role.CLERK, Role.OWNER, Role.COMMUNICATOR)
            link(tx, "viet", desk_at, MONDAY, *roles)
            link(tx, "duyet", desk_at, MONDAY, Role.APPROVER)
            link(tx, "pho", desk_at, MONDAY, Role.APPROVER)
            link(tx, "thue", desk_at, MONDAY, Role.EXTERNAL, office="thue")
            for login in ("viet", "duyet", "pho", "thue"):
                tx.staff.save(replace(who(tx, login), password="x"))

        await at.core.database.transaction(furnish)
        yield at


def news_of(tx: Transaction, content: Content) -> Broadcast:
    return submitted(tx, content, MONDAY, "owners", "Nhớ nộp trước ngày 31.")


def proposed(tx: Transaction, content: Content, text: str = "**Không phải nộp nữa.**") -> int:
    one = edited(content.shelf, content, short=text)
    draft = desk_acts.write(tx, content.shelf, one, who(tx, "viet"), MONDAY, "thue")
    return desk_acts.submit(tx, content.shelf, draft, MONDAY).id


async def says(at: Stage, login: str, text: str, **given: Any) -> list[str]:
    """What they read by it, and nothing that came before."""
    at.at_desk(login)
    return await at.desk(login, text, **given)


async def deeds(at: Stage) -> list[tuple[str, str, str]]:
    """What the journal says of approvals: who, what, in which channel."""
    lines = await at.core.database.transaction(lambda tx: tx.audit.lines(JournalFilter()))
    return [(one.actor, str(one.action), one.detail.get("channel", "")) for one in lines]


async def made(at: Stage, work: Callable[[Transaction], T]) -> T:
    found = await at.core.database.transaction(work)
    await at.core.settle()
    return found


async def state_of(at: Stage, number: int) -> QuestionState:
    found = await at.core.database.transaction(lambda tx: tx.questions.get(number))
    assert found is not None
    return found.state


@pytest.mark.parametrize("channel", ["telegram", "zalo_oa", "zalo_bot", "web"])
async def test_an_answer_is_read_whole_and_approved_by_its_number(
    tmp_path: Path, content: Content, channel: str
) -> None:
    async with desk(tmp_path, content, channel) as at:
        question = await made(at, lambda tx: answered(tx, at.content, MONDAY))
        assert any("1. Đọc và duyệt ở đây" in text for text in at.at_desk("duyet"))
        read = await says(at, "duyet", "1")
        assert ANSWER in read[0] and "mưa là ngập" in read[0] and "12/QĐ-UBND" in read[0]
        assert "đã giải quyết" in read[0] and "Cán bộ viet" in read[0]
        assert "1. Duyệt" in read[-1] and "2. Trả lại để sửa" in read[-1]
        [done] = await says(at, "duyet", "1")
        assert "Đã duyệt" in done
        assert await state_of(at, question.id) is QuestionState.DELIVERED
        assert await deeds(at) == [("duyet", "question.approve", channel)]
        # The number typed once more does nothing more.
        await says(at, "duyet", "1")
        assert len(await deeds(at)) == 1
        [gone] = await says(at, "pho", "1")
        assert "không chờ ông/bà duyệt" in gone


async def test_nobody_approves_what_they_wrote_or_may_not(tmp_path: Path, content: Content) -> None:
    async with desk(tmp_path, content) as at:

        def work(tx: Transaction) -> tuple[Question, Broadcast, int]:
            return (
                answered(tx, at.content, MONDAY),
                news_of(tx, at.content),
                proposed(tx, at.content),
            )

        question, news, version = await made(at, work)
        for login in ("viet", "thue"):
            [none] = await says(at, login, "/duyet")
            assert "Không có việc nào chờ" in none
            for action in (f"answer:{question.id}", f"news:{news.id}", f"content:{version}"):
                [text] = await says(at, login, "", **tap(f"approve:{action}"))
                assert "không chờ ông/bà duyệt" in text
        [stranger] = await at.owner("/duyet")
        assert "dành cho cán bộ" in stranger
        assert await deeds(at) == []


def tap(action: str) -> dict[str, Any]:
    return {"kind": IncomingKind.TAP, "action": f"9.{action}"}


async def test_an_answer_goes_back_with_its_reason(tmp_path: Path, content: Content) -> None:
    async with desk(tmp_path, content) as at:
        question = await made(at, lambda tx: answered(tx, at.content, MONDAY))
        at.at_desk("duyet")
        await says(at, "duyet", "1")
        [why] = await says(at, "duyet", "2")
        assert "Cần sửa gì" in why
        # The reason is taken as it is, whatever it looks like.
        [done] = await says(at, "duyet", "Thiếu số điện thoại cán bộ, hạn nộp là ngày nào?")
        assert "Đã trả lại" in done
        assert await state_of(at, question.id) is QuestionState.ASSIGNED
        assert any("Thiếu số điện thoại cán bộ" in text for text in at.at_desk("viet"))
        assert await deeds(at) == [("duyet", "question.want_changes", "desks")]


async def test_what_changed_since_it_was_shown_is_not_approved(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:
        question = await made(at, lambda tx: answered(tx, at.content, MONDAY))
        at.at_desk("duyet")
        await says(at, "duyet", "1")

        def again(tx: Transaction) -> None:
            now = tx.questions.get(question.id)
            assert now is not None
            answering.answer(
                tx, at.content, now, "Chữ khác hẳn.", "Quyết định 13", MONDAY,
                staff=who(tx, "viet"), given=CameOfIt(QuestionResult.SOLVED),
            )  # fmt: skip

        await made(at, again)
        at.at_desk("duyet")
        [refused] = await says(at, "duyet", "Duyệt")
        assert "Chưa duyệt" in refused and "đã đổi" in refused
        assert await state_of(at, question.id) is QuestionState.ANSWERED
        read = await says(at, "duyet", "1")
        assert "Chữ khác hẳn." in read[0]
        assert "Đã duyệt" in (await says(at, "duyet", "1"))[0]


async def test_a_broadcast_is_approved_by_the_number_of_its_people(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:
        news = await made(at, lambda tx: news_of(tx, at.content))
        assert "1. Đọc và duyệt ở đây" in at.at_desk("duyet")[0]
        read = await says(at, "duyet", "1")
        assert "Nhớ nộp trước ngày 31." in read[0] and "3 người" in read[0]
        [count] = await says(at, "duyet", "1")
        assert "số người nhận" in count
        assert "Chưa duyệt" in "\n".join(await says(at, "duyet", "2"))
        [done] = await says(at, "duyet", "3")
        assert "Đã duyệt" in done
        kept = await at.core.database.transaction(lambda tx: tx.broadcasts.get(news.id))
        assert kept is not None and kept.state is BroadcastState.APPROVED and kept.counted == 3
        assert await deeds(at) == [("duyet", "broadcast.approve", "desks")]


async def test_more_people_since_it_was_shown_are_counted_again(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:
        news = await made(at, lambda tx: news_of(tx, at.content))
        at.at_desk("duyet")
        await says(at, "duyet", "1")
        await says(at, "duyet", "1")
        await made(at, lambda tx: subscribe(tx, 5, MONDAY, channel="owners"))
        [refused] = await says(at, "duyet", "3")
        assert "số người nhận đã đổi" in refused
        kept = await at.core.database.transaction(lambda tx: tx.broadcasts.get(news.id))
        assert kept is not None and kept.state is BroadcastState.SUBMITTED


async def test_an_urgent_one_out_of_hours_needs_two(tmp_path: Path, content: Content) -> None:
    async with desk(tmp_path, content) as at:
        at.clock.pass_time(hours=12)  # ten in the evening

        def work(tx: Transaction) -> Broadcast:
            news = news_of(tx, at.content)
            return tx.broadcasts.save(replace(news, kind=BroadcastKind.URGENT))

        news = await made(at, work)
        for login, said in (("duyet", "lần một"), ("pho", "Đã duyệt.")):
            await says(at, login, "", **tap(f"approve:news:{news.id}"))
            await says(at, login, "1")
            assert said in (await says(at, login, "3"))[-1]
            [none] = await says(at, login, "", **tap(f"approve:news:{news.id}"))
            assert "không chờ ông/bà duyệt" in none


async def test_what_the_assistant_says_is_approved_as_it_reads(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:
        version = await made(at, lambda tx: proposed(tx, at.content))
        [listed] = await says(at, "duyet", "duyệt")
        assert "1 việc" in listed and "1. Nội dung trợ lý" in listed
        read = await says(at, "duyet", "1")
        whole = "\n".join(read)
        assert "Không phải nộp nữa." in whole and "Đang dùng" in whole and "sẽ đọc" in whole
        [done] = await says(at, "duyet", "1")
        assert "Đã duyệt" in done
        kept = await at.core.database.transaction(lambda tx: tx.entries.get(version))
        assert kept is not None and kept.state is EntryState.PUBLISHED
        assert await deeds(at) == [("duyet", "entry.publish", "desks")]


async def test_a_figure_is_read_with_what_it_was(tmp_path: Path, content: Content) -> None:
    async with desk(tmp_path, content) as at:

        def work(tx: Transaction) -> int:
            fact = at.content.shelf.files.facts["luong_co_so"]
            last = fact.values[-1]
            newer = replace(fact, values=(*fact.values[:-1], replace(last, value=3_000_000)))
            ask = DeskAsk(who(tx, "viet"), MONDAY)
            draft = figures.write(tx, at.content, newer, ask)
            return desk_acts.submit(tx, at.content.shelf, draft, MONDAY).id

        version = await made(at, work)
        read = await says(at, "duyet", "", **tap(f"approve:content:{version}"))
        whole = "\n".join(read)
        assert "3.000.000" in whole and "Đang dùng" in whole and "câu trả lời dùng" in whole
        await says(at, "duyet", "2")
        assert "Đã trả lại" in (await says(at, "duyet", "Sai mức lương"))[0]
        assert await deeds(at) == [("duyet", "fact.return", "desks")]


async def test_what_was_sent_confidentially_is_shown_in_no_chat(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:

        def work(tx: Transaction) -> Question:
            question = answered(tx, at.content, MONDAY, "Chữ kín của câu trả lời.")
            readers = (who(tx, "viet").id, who(tx, "duyet").id)
            return tx.questions.save(replace(question, confidential=True, readers=readers))

        question = await made(at, work)
        [listed] = await says(at, "duyet", "/duyet")
        assert "chỉ đọc và duyệt ở trang cán bộ" in listed and question.code not in listed
        texts = await says(at, "duyet", "", **tap(f"approve:answer:{question.id}"))
        assert "Chữ kín" not in "\n".join(texts)


async def test_while_a_talk_is_held_here_nothing_is_decided(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:
        await at.owner("gặp cán bộ")
        await says(at, "duyet", "Nhận")
        question = await made(at, lambda tx: answered(tx, at.content, MONDAY))
        [text] = await says(at, "duyet", "", **tap(f"approve:answer:{question.id}"))
        assert "gõ xong" in text.replace("**", "")
        at.at_owner()
        await says(at, "duyet", "1")
        assert await state_of(at, question.id) is QuestionState.ANSWERED


async def test_a_petition_without_a_result_is_not_approved_here_either(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:

        def work(tx: Transaction) -> Question:
            question = answered(tx, at.content, MONDAY, kind=QuestionKind.PETITION)
            return tx.questions.save(replace(question, result=None))

        question = await made(at, work)
        read = await says(at, "duyet", "", **tap(f"approve:answer:{question.id}"))
        assert "chưa ghi kết quả" in read[-1] and "1. Trả lại" in read[-1]


async def test_an_account_switched_off_meanwhile_decides_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with desk(tmp_path, content) as at:
        question = await made(at, lambda tx: answered(tx, at.content, MONDAY))
        at.at_desk("duyet")
        await says(at, "duyet", "1")
        await made(at, lambda tx: tx.staff.save(replace(who(tx, "duyet"), active=False)))
        [text] = await says(at, "duyet", "1")
        assert "không chờ ông/bà duyệt" in text
        assert await state_of(at, question.id) is QuestionState.ANSWERED
