"""What everybody reads on /phan-anh: words staff prepared and somebody else released, of those who
agreed alone; gone at once when its asker wants it so."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.app import utc_now
from content.library import Content
from handlers.own_data import erasure
from handlers.question import hearing, moves, receiving, releasing, shown_cases
from handlers.question.shown_cases import CaseState, CasesWanted, Promise
from storage.database import Transaction
from storage.models import OutboxState
from storage.question_models import Question, QuestionKind, QuestionResult, QuestionState
from storage.staff_models import Role
from tests.support.conference import make_staff
from tests.support.desk import Desk, desk, employ
from tests.support.patience import until
from tests.support.site import Site, site
from tests.web.test_chat import session
from tests.web.test_notebook import says

ASKED = receiving.Asked(
    "Cống trước chợ tắc, tôi là Nguyễn Thị Hoa",
    "moi-truong",
    "chat",
    asker="Nguyễn Thị Hoa",
    phone="+84912345678",
    public=True,
    kind=QuestionKind.ON_SITE,
    place="trước chợ",
)
SENT = OutboxState.SENT
SAID = "Cống trước chợ tắc, mưa là ngập"


async def put(at: Site, asked: receiving.Asked = ASKED) -> Question:
    def work(tx: Transaction) -> Question:
        return receiving.receive(tx, at.core.content, asked, utc_now(), actor="asker")

    return await at.core.database.transaction(work)


async def public(at: Site, path: str = "/phan-anh") -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(at.url + path) as answer:
        return answer.status, await answer.text()


async def prepared(clerk: Desk, question: Question, **more: str) -> tuple[int, str, str]:
    path = f"/cau-hoi/{question.code}/cong-khai"
    await clerk.get(path)
    words = {"do": "prepare", "case_text": SAID, "case_place": "trước chợ"}
    return await clerk.post(f"{path}/lam", words | more)


async def released(leader: Desk, question: Question, **more: str) -> tuple[int, str, str]:
    path = f"/cau-hoi/{question.code}/cong-khai"
    await leader.get(path)
    return await leader.post(f"{path}/lam", {"do": "release", "checked": "1"} | more)


async def test_a_case_is_read_by_everybody_once_somebody_else_released_it(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "sep", Role.APPROVER) as leader,
    ):
        question = await put(at)
        _, page = await clerk.get("/cong-khai")
        assert question.code in page
        _, page = await clerk.get(f"/cau-hoi/{question.code}/cong-khai")
        assert "[tên]" in page  # proposed without what a machine finds
        named = await prepared(clerk, question, case_text="Cống tắc, hỏi bà Nguyễn Thị Hoa")
        assert named[0] == 400 and "Nguyễn Thị Hoa" in named[1]
        assert (await prepared(clerk, question))[0] == 303
        assert SAID not in (await public(at))[1]  # nobody released it
        assert (await released(clerk, question))[0] in (403, 409)
        unread = await released(leader, question, checked="")
        assert unread[0] == 409 and SAID not in (await public(at))[1]
        assert (await released(leader, question))[0] == 303
        _, page = await public(at)
        assert SAID in page and "trước chợ" in page and "Hoa" not in page
        assert "Đã nhận" in page and question.code not in page
        status, page = await public(at, f"/phan-anh/{question.id}")
        assert status == 200 and SAID in page
        # Other words wait anew, and what was shown is gone until they are released.
        assert (await prepared(clerk, question, case_text="Cống tắc"))[0] == 303
        _, page = await public(at)
        assert SAID not in page and "Cống tắc" not in page
        assert (await released(leader, question))[0] == 303
        path = f"/cau-hoi/{question.code}/cong-khai"
        await clerk.get(path)
        assert (await clerk.post(f"{path}/lam", {"do": "take_down"}))[0] == 303
        assert (await public(at, f"/phan-anh/{question.id}"))[0] == 404


async def test_nobody_releases_their_own_words_nor_what_is_private(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "truong", Role.OWNER) as head,
        desk(at, "truong2", Role.OWNER) as other,
    ):
        own = await put(at, replace(ASKED, field="dang-ky"))
        assert (await prepared(head, own))[0] == 303
        assert (await released(head, own))[0] in (403, 409)
        assert (await released(other, own))[0] == 303
        private = await put(at, replace(ASKED, public=False, content="Chỉ trả lời riêng tôi"))
        assert (await prepared(head, private))[0] in (403, 409)
        second = await employ(at, "doc2", Role.APPROVER)
        first = await at.core.database.transaction(lambda tx: tx.staff.by_login("truong"))
        assert first
        lane = replace(ASKED, content="Cán bộ vòi tiền", readers=(first.id, second.id))
        secret = await put(at, lane)
        assert (await prepared(head, secret))[0] in (403, 409)
        assert (await other.get(f"/cau-hoi/{secret.code}/cong-khai"))[0] == 404
        _, page = await other.get("/cong-khai")
        assert secret.code not in page and private.code not in page


def show(tx: Transaction, content: Content, **more: object) -> Question:
    """A case that everybody reads, as it is with `more` of its question."""
    from storage.public_cases import PublicCase

    staff = tx.staff.all() or [make_staff(tx, "a", Role.CLERK)]
    question = receiving.receive(tx, content, ASKED, utc_now(), actor="asker")
    case = PublicCase(
        tx.public_cases.ids.next(), question.id, SAID, "trước chợ", staff[0].id, utc_now(),
        staff[0].id, utc_now(),
    )  # fmt: skip
    tx.public_cases.add(case)
    return tx.questions.save(replace(question, version=question.version + 1, **more))  # type: ignore[arg-type]  # any of its fields


async def test_it_goes_when_its_asker_keeps_it_takes_it_back_or_is_erased(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:

        def seen(tx: Transaction) -> int:
            return shown_cases.look_up(tx, utc_now().date(), CasesWanted(), 0).found

        def work(tx: Transaction) -> None:
            one = show(tx, content)
            assert seen(tx) == 1
            tx.questions.save(replace(one, public=False, version=one.version + 1))
            assert seen(tx) == 0
            two = show(tx, content)
            erasure.erase_question(tx, content, two, utc_now())
            assert seen(tx) == 0 and tx.public_cases.of(two.id) is None
            three = show(tx, content)
            moves.move(tx, three, moves.Move.WITHDRAW, utc_now(), staff=None)
            assert seen(tx) == 0

        await at.core.database.transaction(work)
        assert "Chưa có việc nào" in (await public(at))[1]


async def test_an_asker_who_says_so_in_the_chat_is_off_the_page(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as asker,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "sep", Role.APPROVER) as leader,
    ):
        await says(asker, at, "gửi câu hỏi", "Cống trước cổng chợ tắc, mưa là ngập", *"111111")
        (question,) = await at.core.database.transaction(lambda tx: tx.questions.all())
        assert question.public
        await prepared(clerk, question)
        await released(leader, question)
        assert SAID in (await public(at))[1]
        page = await says(asker, at, "đừng đăng câu hỏi của tôi lên mạng")
        assert "không đăng" in page
        assert SAID not in (await public(at))[1]
        kept = await at.core.database.transaction(lambda tx: tx.public_cases.all())
        assert kept == []


async def test_its_asker_is_told_once_where_it_is_shown_and_when_it_is_not_any_more(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as asker,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "sep", Role.APPROVER) as leader,
    ):
        await says(asker, at, "gửi câu hỏi", "Cống trước cổng chợ tắc, mưa là ngập", *"111111")
        (question,) = await at.core.database.transaction(lambda tx: tx.questions.all())

        async def told(words: str) -> int:
            await until(
                lambda: at.core.database.read(lambda tx: not tx.outbox.states("case_") - {SENT})
            )

            def lines(tx: Transaction) -> list[str]:
                assert question.contact_id
                kept = tx.transcripts.lines(question.contact_id)
                return [str(line.body) for line in kept if words in str(line.body)]

            return len(await at.core.database.transaction(lines))

        shown, gone = f"/phan-anh/{question.id}", "gỡ khỏi trang Phản ánh"
        await prepared(clerk, question)
        assert await told(shown) == 0
        status, _, to = await released(leader, question)
        assert status == 303 and "bao=" in to  # the page says how they are told
        assert await told(f"Xem: http://127.0.0.1:{at.url.rpartition(':')[2]}{shown}") == 1
        # Other words alone are no news.
        await prepared(clerk, question, case_text="Cống tắc")
        await released(leader, question)
        assert (await told(shown), await told(gone)) == (1, 0)
        path = f"/cau-hoi/{question.code}/cong-khai"
        await clerk.get(path)
        await clerk.post(f"{path}/lam", {"do": "take_down"})
        assert (await told(shown), await told(gone)) == (1, 1)
        await released(leader, question)
        assert (await told(shown), await told(gone)) == (2, 1)


async def test_whoever_was_not_told_that_it_is_shown_is_not_told_that_it_is_gone(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:

        def work(tx: Transaction) -> list[str]:
            first, second = (
                tx.staff.save(replace(make_staff(tx, name, Role.OWNER), password="x"))
                for name in ("a", "b")
            )
            contact = tx.contacts.meet("telegram", "hoi", utc_now())
            asked = replace(ASKED, contact_id=contact.id)
            question = receiving.receive(tx, content, asked, utc_now(), actor="asker")
            words, now = releasing.CaseWords(SAID, "trước chợ"), utc_now()
            releasing.prepare(tx, content, question, words, now, staff=first, judged=True)
            done = releasing.release(tx, content, question, now, staff=second, checked=True)
            assert len(done.told) == 1
            assert tx.outbox.states(f"case_shown:{question.id}:") == {OutboxState.PENDING}
            assert releasing.take_down(tx, content, question, now, staff=first).told == ()
            # Of several who asked, nobody hears of it who did not agree.
            private = tx.questions.save(replace(question, public=False, version=99))
            assert hearing.who_agreed(tx, private) == []
            return [str(line.body) for line in tx.transcripts.lines(contact.id)]

        kept = await at.core.database.transaction(work)
        assert not any("gỡ khỏi" in line for line in kept)


async def test_cases_are_narrowed_and_promises_are_counted(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:
        today = utc_now().date()

        def work(tx: Transaction) -> None:
            old = utc_now() - timedelta(days=30)
            answered = {"state": QuestionState.DELIVERED, "answered_at": utc_now()}
            show(tx, content, created_at=old)
            show(tx, content, result=QuestionResult.SOLVED, field="thue", **answered)
            day = timedelta(days=1)
            show(tx, content, promised_on=today - day, promise_kept_on=today - 2 * day, **answered)
            show(tx, content, promised_on=today - day, **answered)
            show(tx, content, promised_on=today - day)  # nobody approved it
            seen = shown_cases.look_up(tx, today, CasesWanted(), 0)
            assert seen.all == 5 and seen.by_state[CaseState.SOLVED] == 1
            assert seen.by_promise[Promise.KEPT] == 1 and seen.by_promise[Promise.BROKEN] == 1
            longest = shown_cases.look_up(tx, today, CasesWanted(longest=True), 0)
            assert longest.cases[0].days >= 29
            assert shown_cases.look_up(tx, today, CasesWanted(field="thue"), 9).found == 1
            assert shown_cases.look_up(tx, today, CasesWanted(place="xa lắc"), 0).found == 0

        await at.core.database.transaction(work)
        _, page = await public(at, "/phan-anh?tinh-trang=solved")
        assert "Có 1 việc." in page and page.count("/phan-anh/1") >= 1
        _, page = await public(at, "/phan-anh?linh-vuc=khong-co&tinh-trang=lạ&trang=99")
        assert SAID in page


async def test_search_engines_are_told_of_what_is_shown(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content, public_url="https://phuong.test") as at:
        question = await at.core.database.transaction(lambda tx: show(tx, content))
        _, page = await public(at, "/sitemap.xml")
        assert "https://phuong.test/phan-anh<" in page
        assert f"https://phuong.test/phan-anh/{question.id}<" in page
        _, page = await public(at, f"/phan-anh/{question.id}")
        assert 'name="description"' in page and "noindex" not in page
