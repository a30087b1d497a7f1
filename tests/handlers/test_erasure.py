"""Erasing somebody who is linked, was joined by others, or is counted in a ledger."""

from dataclasses import replace
from pathlib import Path

from bot.core import eraser
from content.library import Content
from handlers.own_data import erasure, privacy
from handlers.question import closing, merging, sharing
from handlers.question.receiving import Asked, receive
from storage.database import Transaction
from storage.models import Kind
from storage.question_models import QuestionState
from storage.staff_models import Role
from tests.handlers.test_households import house
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.erasing import erase_phone
from tests.support.play import exchange, playing, said

ASKED = "Cống trước cổng chợ tắc, mưa là ngập quầy hàng của chúng tôi"


def rows_with(folder: Path, word: str) -> list[str]:
    """The files that hold the word."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if word.encode() in path.read_bytes()]


async def test_every_linked_channel_is_erased(tmp_path: Path, content: Content) -> None:
    async with house(tmp_path, content) as home:
        await home.link()
        for text in ("gửi câu hỏi", ASKED, *"11", "1", "Nguyễn Thị Huệ", "0912345678", "1"):
            await home.say("telegram", text)
        await home.say("zalo_oa", "con lợn đất nhà Nguyễn Thị Huệ ăn gì")
        other = await home.contact("telegram")
        for text in ("xóa dữ liệu của tôi", "1", "1"):
            told = await home.say("zalo_oa", text)
        assert "Đã xóa" in told
        gone = await home.core.database.transaction(lambda tx: tx.contacts.get(other))
        assert gone is None
        assert await home.core.database.transaction(lambda tx: tx.feedback.unanswered()) == []
        assert await home.core.database.scrub()
        for word in ("Nguyễn Thị Huệ", "912345678", "ngập quầy hàng"):
            assert rows_with(tmp_path, word) == [], word


async def test_others_who_asked_the_same_keep_theirs(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def ask(tx: Transaction) -> int:
            contact = tx.contacts.meet("test", "8", START)
            asked = Asked(ASKED, "khac", "chat", contact.id, asker="Nguyễn Thị Huệ", public=True)
            question = receive(tx, content, asked, START, actor="contact")
            sharing.share(tx, content, question, ASKED, judged=False)
            return contact.id

        asker = await core.database.transaction(ask)
        for text in ("gửi câu hỏi", "Cống trước cổng chợ tắc, mưa là ngập quầy hàng", "1"):
            replies = await exchange(core, channel, said(text))
        assert ASKED in replies[-1].text
        await exchange(core, channel, said("1"))
        await core.database.transaction(lambda tx: erasure.erase(tx, content, asker, START))
        assert await core.database.scrub()
        assert rows_with(tmp_path, ASKED) == []
        assert rows_with(tmp_path, "Nguyễn Thị Huệ") == []


async def test_what_was_asked_in_vain_is_shown_to_its_asker(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("con lợn đất nhà Nguyễn Thị Huệ ăn gì"))
        replies = await exchange(core, channel, said("dữ liệu của tôi"))
        assert "1 câu trợ lý chưa trả lời được" in replies[0].text

        def export(tx: Transaction) -> object:
            contact = tx.contacts.find("test", "7")
            assert contact is not None
            return privacy.as_json(tx, contact.id, START)["unanswered"]

        kept = await core.database.transaction(export)
        assert kept == ["con lợn đất nhà [tên] ăn gì"]


async def test_an_erasure_cut_off_is_ended_by_the_next_start(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for text in ("gửi câu hỏi", ASKED, "hủy", "xóa dữ liệu của tôi", "1", "1"):
            await exchange(core, channel, said(text))
        assert await core.database.transaction(lambda tx: bool(tx.erasures.owed()))
    async with playing(tmp_path, content) as (core, channel):
        assert await core.database.transaction(lambda tx: bool(tx.erasures.owed()))
        assert await eraser.settle(core.database, core.photos)
        assert not await core.database.transaction(lambda tx: bool(tx.erasures.owed()))
        assert rows_with(tmp_path, ASKED) == []


async def test_a_merged_asker_is_the_next_to_ask(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, _):

        def work(tx: Transaction) -> None:
            first = tx.contacts.meet("test", "8", START)
            second = tx.contacts.meet("test", "9", START)
            asked = Asked(ASKED, "khac", "chat", first.id, asker="Nguyễn Thị Huệ")
            head = receive(tx, content, asked, START, actor="contact")
            other = replace(asked, contact_id=second.id, asker="Trần Văn Nam", content="Như trên")
            merged = receive(tx, content, other, START, actor="contact", join=head)
            assert merged.state is QuestionState.MERGED
            erasure.erase(tx, content, first.id, START)
            heir = tx.questions.get(merged.id)
            assert heir is not None and heir.is_open and heir.asker == "Trần Văn Nam"
            assert heir.content == "Như trên"
            gone = tx.questions.get(head.id)
            assert gone is not None and gone.asker == "" and ASKED not in gone.content

        await core.database.transaction(work)


async def test_at_the_counter_the_chat_itself_is_erased(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for text in ("gửi câu hỏi", ASKED, *"11", "1", "Nguyễn Thị Huệ", "0912345678", "1"):
            await exchange(core, channel, said(text, address="chat-7712345"))
        assert rows_with(tmp_path, "chat-7712345")

        def counter(tx: Transaction) -> None:
            assert erase_phone(tx, content, "+84912345678", START).chats

        await core.database.transaction(counter)
        assert await core.database.scrub()
        for word in ("chat-7712345", "Nguyễn Thị Huệ", "912345678"):
            assert rows_with(tmp_path, word) == [], word
        replies = await exchange(core, channel, said("xin chào", address="chat-7712345"))
        assert replies  # a stranger from now on


async def test_a_purged_text_of_one_word_takes_nobody_elses_messages(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for text in ("gửi câu hỏi", "Thuế quán phở của tôi tính thế nào"):
            await exchange(core, channel, said(text))

        def purge(tx: Transaction) -> tuple[int, str | None]:
            clerk = make_staff(tx, "thuky", Role.CLERK)
            other = tx.contacts.find("test", "7")
            assert other
            tx.outbox.add(other.id, '{"text": "Thuế"}', START, kind=Kind.NOTICE)
            before = len(tx.transcripts.lines(other.id))
            asked = Asked("Thuế", "thue", "paper", public=True)
            question = receive(tx, content, asked, START, actor="thuky")
            sharing.share(tx, content, question, "Thuế", judged=False)
            shared = tx.questions.get(question.id)
            assert shared
            closing.redirect(
                tx, content, shared, "Nơi khác", START, staff=clerk, purge=True, sure=shared.code
            )
            erasure.erase_question(tx, content, tx.questions.get(question.id) or shared, START)
            kept = len(tx.transcripts.lines(other.id))
            return before - kept, tx.conversations.load(other.id, START).flow

        lost, form = await core.database.transaction(purge)
        assert lost == 0 and form is not None


async def test_of_a_purged_text_no_message_keeps_the_beginning(
    tmp_path: Path, content: Content
) -> None:
    """Receipts quote the first words of a long one."""
    long = (
        "Quán bên cạnh lấn hết vỉa hè, đổ nước thải ra cống chung, phường đã biết mà không ai tới"
    )
    async with playing(tmp_path, content) as (core, channel):
        for text in ("gửi câu hỏi", f"{long}, {long.lower()}", *"111111", "tra cứu"):
            await exchange(core, channel, said(text))

        def purge(tx: Transaction) -> str:
            [question] = tx.questions.open()
            clerk = make_staff(tx, "thuky", Role.CLERK)
            closing.redirect(
                tx,
                content,
                question,
                "Nơi khác",
                START,
                staff=clerk,
                purge=True,
                sure=question.code,
            )
            return question.code

        assert rows_with(tmp_path, long[:40])
        code = await core.database.transaction(purge)
        assert await core.database.scrub()
        assert rows_with(tmp_path, long[:30]) == []
        await core.settle()
        assert any("Nơi khác" in text and code in text for text in channel.texts())


async def test_of_two_merged_questions_of_one_person_neither_takes_anothers_along(
    tmp_path: Path, content: Content
) -> None:
    """Both were asked by whoever is erased; somebody else asked the same as the third."""
    async with playing(tmp_path, content) as (core, _):

        def work(tx: Transaction) -> None:
            mine = tx.contacts.meet("test", "8", START)
            other = tx.contacts.meet("test", "9", START)
            asked = Asked(ASKED, "khac", "chat", mine.id, asker="Nguyễn Thị Huệ")
            first = receive(tx, content, asked, START, actor="contact")
            head = receive(tx, content, asked, START, actor="contact")
            merging.merge(
                tx, content, first, head, START, staff=make_staff(tx, "thuky", Role.CLERK)
            )
            theirs = replace(asked, contact_id=other.id, asker="Trần Văn Nam", content="Như trên")
            third = receive(tx, content, theirs, START, actor="contact", join=head)
            erasure.erase(tx, content, mine.id, START)
            kept = tx.questions.get(third.id)
            assert kept is not None and kept.is_open and kept.merged_into is None
            assert kept.content == "Như trên"

        await core.database.transaction(work)


async def test_a_consent_taken_back_takes_the_answered_question_with_it(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for text in ("gửi câu hỏi", ASKED, *"11", "1", "Nguyễn Thị Huệ", "0912345678", "1"):
            replies = await exchange(core, channel, said(text))

        def answered(tx: Transaction) -> int:
            contact = tx.contacts.find("test", "7")
            assert contact
            (question,) = tx.questions.of_contact(contact.id)
            tx.questions.save(replace(question, state=QuestionState.ANSWERED, public=True))
            return question.id

        number = await core.database.transaction(answered)
        await exchange(core, channel, said("dữ liệu của tôi"))
        replies = await exchange(core, channel, said("rút đồng ý"))
        for text in ("1", "1"):
            replies = await exchange(core, channel, said(text))
        assert "Đã rút đồng ý" in replies[-1].text
        left = await core.database.transaction(lambda tx: tx.questions.get(number))
        assert left and left.anonymised_at and not (left.asker or left.phone or left.contact_id)
        assert ASKED not in left.content
