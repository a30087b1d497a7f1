"""Nobody ever sees what belongs to somebody else: every id, every code, tried by a stranger."""

from pathlib import Path

from content.library import Content
from handlers.question import receiving
from handlers.talk.messages import IncomingKind
from storage.database import Transaction
from tests.handlers.test_upkeep import join
from tests.support.clock import START
from tests.support.conference import make_event
from tests.support.play import exchange, playing, said

SECRET = "chuyện riêng của hộ tôi"


async def test_a_stranger_tries_every_id_and_every_code(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def fill(tx: Transaction) -> tuple[int, int, str, str]:
            event = make_event(tx)
            number = join(tx, event, 1)
            contact = tx.contacts.meet("test", "1", START)
            asked = receiving.Asked(
                SECRET, "khac", "chat", contact_id=contact.id, asker="Hoa", phone="+84912345678"
            )
            question = receiving.receive(tx, content, asked, START, actor="contact")
            registration = tx.registrations.get(number)
            assert registration
            return number, question.id, registration.code, question.code

        ticket, case, ticket_code, case_code = await core.database.transaction(fill)
        tries = [f"ticket:{ticket}{rest}" for rest in ("", ":cancel", ":cancel:sure", ":people:3")]
        tries += [f"question:{case}{rest}" for rest in ("", ":rate:5", ":withdraw:sure", ":more")]
        for menu in ("0", "1"):
            for action in tries:
                tap = said("", address="9", kind=IncomingKind.TAP, action=f"{menu}.{action}")
                for reply in await exchange(core, channel, tap):
                    assert "Người 1" not in reply.text and SECRET not in reply.text
        for text in (ticket_code, f"tra cứu {case_code}", f"{case_code} 0000", "vé của tôi"):
            for reply in await exchange(core, channel, said(text, address="9")):
                assert "Người 1" not in reply.text and SECRET not in reply.text, text
        kept = await core.database.transaction(lambda tx: tx.registrations.get(ticket))
        question = await core.database.transaction(lambda tx: tx.questions.get(case))
        assert kept and kept.is_alive and kept.companions == 0
        assert question and question.is_open and question.rating is None
        # The asker's own four digits open it, read only.
        [reply] = await exchange(core, channel, said(f"{case_code} 5678", address="9"))
        assert SECRET in reply.text and [c.key for c in reply.choices] == ["0"]


async def test_codes_and_digits_cannot_be_guessed_by_trying(
    tmp_path: Path, content: Content
) -> None:
    from content.codes import CodeKind, new_code

    async with playing(tmp_path, content) as (core, channel):

        def fill(tx: Transaction) -> str:
            asked = receiving.Asked(SECRET, "khac", "paper", phone="+84912345678")
            return receiving.receive(tx, content, asked, START, actor="x").code

        code = await core.database.transaction(fill)
        for number in range(6):
            await exchange(core, channel, said(f"{code} {1000 + number}", address="8"))
        [reply] = await exchange(core, channel, said(f"{code} 5678", address="8"))
        assert SECRET not in reply.text  # even the right digits, for an hour
        for _ in range(10):
            await exchange(core, channel, said(new_code(CodeKind.TICKET), address="9"))
        [reply] = await exchange(core, channel, said(new_code(CodeKind.TICKET), address="9"))
        assert "thử lại sau một giờ" in reply.text


async def test_a_phone_number_of_somebody_else_opens_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await core.database.transaction(lambda tx: make_event(tx))
        await core.database.transaction(lambda tx: join(tx, event, 1))
        for text in ("đăng ký hội nghị", "1", "Kẻ Gian", "0910000001", "chưa", "tổ 1", "1"):
            await exchange(core, channel, said(text, address="9"))
        replies = await exchange(core, channel, said("1", address="9"))
        text = " ".join(reply.text for reply in replies)
        assert "đã được đăng ký" in text and "DK-" not in text and "Người 1" not in text
