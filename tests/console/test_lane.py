"""What is sent confidentially is read by the two its sender was told of, whoever else has whatever
role: no page, list, search, export, journal, notice or paper shows a word of it."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import utc_now
from bot.web.console.console import Place
from bot.web.console.routes import PLACES
from content.library import Content
from handlers.clock import schedules
from handlers.question import escalating, moves, receiving, told_at_once
from storage.calls import CallState, CallTask
from storage.database import Transaction
from storage.question_models import Answer, Photo, QuestionKind, QuestionState
from storage.staff_models import Role
from tests.console.test_access import filled, furnish
from tests.support.conference import make_staff
from tests.support.desk import desk
from tests.support.site import Site, site

TEXT, NAME, DIGITS = "Ông Kín Bưng bảo kẹp tiền vào hồ sơ", "Người Kể Chuyện Kín", "987650123"
SPOT, PROOF, WHY = "cuối dãy hàng mật", "biên bản kín số 7", "lý do trả lại rất kín"
MARKS = (TEXT, NAME, DIGITS, SPOT, PROOF, WHY)
PHOTO = "anh-kin-000{}.jpg"
MOVES = ("approve", "assign", "answer", "told", "merge", "redirect", "reopen")


async def hide(at: Site, *states: QuestionState) -> tuple[list[str], list[tuple[Place, str]]]:
    """A confidential question in each state, with all that may hang on one -> their codes and every
    address, those that name a question with each of them."""
    registration, question, broadcast = await furnish(at)

    def hidden(tx: Transaction, number: int, readers: tuple[int, ...]) -> str:
        now = utc_now()
        asked = receiving.Asked(
            TEXT, "tthc", "chat", contact_id=question.contact_id, asker=NAME,
            phone=f"+84{DIGITS}", kind=QuestionKind.SERVICE, place=SPOT, readers=readers,
        )  # fmt: skip
        kept = receiving.receive(tx, at.core.content, asked, now, actor="contact")
        kept = tx.questions.save(replace(kept, state=states[number], proof=PROOF))
        moves.record(tx, kept, "want_changes", "doc1", now, WHY)
        answer = Answer(91 + number, kept.id, f"Gửi {NAME}: {TEXT}", PROOF, readers[0], now)
        tx.questions.add_answer(answer)
        tx.questions.add_photo(Photo(PHOTO.format(number), kept.id, question.contact_id, 10, now))
        text = f"Gọi cho {NAME}"
        call = CallTask(1 + number, f"k{number}", "x", text, now, now, CallState.OPEN)
        tx.calls.add(replace(call, question_id=kept.id))
        return kept.code

    def work(tx: Transaction) -> list[str]:
        readers = tuple(make_staff(tx, f"doc{n}", Role.APPROVER).id for n in (1, 2))
        return [hidden(tx, number, readers) for number in range(len(states))]

    codes = await at.core.database.transaction(work)
    paths = []
    for place in PLACES:
        for number, code in enumerate(codes if named(place) else codes[:1], 1):
            path = filled(place, registration, replace(question, code=code), broadcast)
            paths.append((place, path.replace("/goi-dien/1", f"/goi-dien/{number}")))
    return codes, paths


def named(place: Place) -> bool:
    """Whether the address names a question, or a call about one."""
    return "{code}" in place.path or "{call}" in place.path


def read(answer: bytes) -> str:
    """What a page says; of a document or a list, what is packed in it."""
    if not answer.startswith(b"PK"):
        return answer.decode("utf-8", "replace")
    packed = zipfile.ZipFile(io.BytesIO(answer))
    return "\n".join(read(packed.read(name)) for name in packed.namelist())


@pytest.mark.parametrize("role", list(Role))
async def test_nobody_else_is_shown_a_word(tmp_path: Path, content: Content, role: Role) -> None:
    async with site(tmp_path, content) as at, desk(at, "nguoi", role) as person:
        codes, paths = await hide(at, QuestionState.ASSIGNED, QuestionState.ANSWERED)
        words = ["Kín", "987 650", "hồ sơ", "kẹp tiền", *codes]
        looked_for = [f"/tim?tim={word}" for word in words]
        looked_for += [f"/cau-hoi?loc=tat-ca&tim={word}" for word in words]
        for number, code in enumerate(codes):
            looked_for += [f"/cau-hoi/{code}/anh/{PHOTO.format(number)}"]
            looked_for += [f"/yeu-cau-du-lieu?ai={code}"]
        paths += [(paths[0][0], path) for path in looked_for]
        shown = []
        for place, path in paths:
            if place.path == "/dang-xuat":
                continue
            for method in place.methods:
                tries = [await person.raw(path)] if method == "GET" else []
                moves = MOVES if named(place) else MOVES[:1]  # elsewhere words like any other
                for move in moves if method == "POST" and "{" in place.path else ():
                    head = codes[0] if codes[-1] in path else codes[-1]  # what to join it to
                    status, page, _ = await person.post(path, do=move, head=head, text="x")
                    tries.append((status, page.encode()))
                for status, answer in tries:
                    text = read(answer)
                    marks = [mark for mark in MARKS if mark in text]
                    if marks:
                        shown.append((method, path, status, marks))
        assert not shown


async def test_its_readers_read_it_and_answer(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "nguoi", Role.APPROVER) as person:

        def work(tx: Transaction) -> str:
            [me] = [one for one in tx.staff.all() if one.login == "nguoi"]
            other = make_staff(tx, "kia", Role.APPROVER)
            asked = receiving.Asked(
                TEXT, "tthc", "chat", kind=QuestionKind.SERVICE, readers=(me.id, other.id)
            )
            return receiving.receive(tx, at.core.content, asked, utc_now(), actor="contact").code

        code = await at.core.database.transaction(work)
        status, page = await person.get(f"/cau-hoi/{code}")
        assert status == 200 and TEXT in page and "Gửi kín" in page
        status, _, to = await person.post(
            f"/cau-hoi/{code}/lam", do="answer", text="Phường đã cho kiểm tra.",
            basis="", proof="Biên bản 12/BB", result="solved",
        )  # fmt: skip
        assert status == 303 and to.startswith(f"/can-bo/cau-hoi/{code}")


async def test_no_notice_has_a_word_of_it(tmp_path: Path, content: Content) -> None:
    """Neither at once, nor in the morning, nor while its time runs out: to its readers a code."""
    async with site(tmp_path, content) as at:
        [code], _ = await hide(at, QuestionState.ASSIGNED)

        def work(tx: Transaction) -> list[str]:
            for number, person in enumerate(tx.staff.all()):
                contact = tx.contacts.meet("telegram", f"9{number}", utc_now())
                tx.staff_links.make_code(f"c{number}", person.id, utc_now().replace(year=2099))
                assert tx.staff_links.use_code(f"c{number}", contact.id, utc_now())
            [kept] = [one for one in tx.questions.all() if one.code == code]
            later = utc_now().replace(year=utc_now().year + 1, month=3, day=3, hour=3)
            told_at_once.tell(tx, at.core.content, kept, later, but="")
            escalating.escalate(tx, at.core.content, later)
            schedules.DUTIES["staff_morning"].work(tx, at.core.content, later, later)
            met = (tx.contacts.find("telegram", f"9{n}") for n in range(len(tx.staff.all())))
            lines = (tx.transcripts.lines(one.id) for one in met if one)
            return [str(line.body) for told in lines for line in told]

        said = await at.core.database.transaction(work)
        assert any(code in one for one in said)
        assert not [mark for mark in MARKS for one in said if mark in one]
