"""The first page: a number there is what the list behind it shows, for every role."""

import re
from datetime import timedelta
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.broadcast import approval, drafting
from handlers.conference.arrivals import check_in
from handlers.people import accounts, telling
from handlers.question import answering, approving, merging, moves, receiving
from storage.broadcast_models import Audience, BroadcastKind
from storage.database import Transaction
from storage.staff_models import Role
from tests.console.test_questions import answered, do
from tests.handlers.test_seats import sign_up
from tests.support.conference import (
    add_event,
    at_desk,
    change_event,
    make_event,
    make_staff,
)
from tests.support.desk import desk, employ
from tests.support.site import site


def work(tx: Transaction, content: Content) -> None:
    """One question of each kind: new, assigned, merged, waiting for approval, answered."""
    writer = make_staff(tx, "viet", Role.CLERK)
    boss = make_staff(tx, "ky", Role.APPROVER)
    made = []
    for number in range(6):
        asked = receiving.Asked(f"Câu số {number}", "thue", "chat", public=True)
        made.append(receiving.receive(tx, content, asked, utc_now(), actor="contact"))
    merging.merge(tx, content, made[1], made[0], utc_now(), staff=writer)
    for question in made[2:]:
        given = moves.move(tx, question, moves.Move.ASSIGN, utc_now(), staff=None)
        if question is made[2]:
            continue
        done = answering.answer(tx, content, given, "Trả lời.", "", utc_now(), staff=writer)
        draft = tx.questions.answers(question.id)[0]
        if question is not made[3]:
            approving.approve(tx, content, done.question, draft.id, utc_now(), staff=boss)
    fresh = tx.questions.get(made[5].id)
    assert fresh
    answering.correct(
        tx, content, fresh, "Bản đúng.", "", utc_now(), staff=writer, promised_on=None
    )


async def test_a_number_is_what_the_list_behind_it_shows(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at:
        await at.core.database.transaction(lambda tx: work(tx, content))
        shown: dict[Role, dict[str, int]] = {}
        for role in Role:
            async with desk(at, f"nguoi-{role}", role, office="thue") as person:
                _, page = await person.get("")
                tiles = re.findall(
                    r'href="/can-bo(/cau-hoi[^"]*loc=([^"]*))">\s*<b>(\d+)</b>', page
                )
                shown[role] = {name: int(number) for _, name, number in tiles}
                for path, _, number in tiles:
                    _, listed = await person.get(path)
                    one = re.search(r"/cau-hoi/(KN-\w+)", path)  # a single one is shown itself
                    there = f"<h1>\n{one[1]}" in listed if one else False
                    in_list = listed.count('data-label="Mã"') == int(number)
                    assert (there and number == "1") if one else in_list, (role, path)
        assert shown[Role.COMMUNICATOR]["cho-dang"] == 1
        assert shown[Role.APPROVER]["cho-duyet"] == 2
        assert shown[Role.CLERK]["moi"] == 1
        assert shown[Role.ADMIN] == {}


async def test_a_number_in_the_menu_leads_to_just_what_it_counts(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:
        await at.core.database.transaction(lambda tx: work(tx, content))

        def to_call(tx: Transaction) -> None:
            event = make_event(tx, now=utc_now(), seats=3)
            for number in (1, 2):
                registration = sign_up(tx, event, number).registration
                assert registration
                told = telling.tell(
                    tx, content, registration, "event/cancelled", utc_now(),
                    key=f"k{number}", event=event, registration=registration,
                )  # fmt: skip
                assert told.call_id

        await at.core.database.transaction(to_call)
        found: dict[Role, dict[str, int]] = {}
        for role in Role:
            async with desk(at, f"nguoi-{role}", role, office="thue") as person:
                _, page = await person.get("")
                numbers = re.findall(r'class="waits" href="/can-bo([^"]*)"[^>]*>(\d+)<', page)
                found[role] = {path: int(number) for path, number in numbers}
                for path, number in numbers:
                    _, listed = await person.get(path.partition("#")[0])
                    if path == "#duyet":
                        part = listed.partition('id="duyet"')[2].partition("</section>")[0]
                        assert part.count("<li>") == int(number), role
                    elif path == "/goi-dien":
                        assert listed.count('id="goi-') == int(number), role
                    else:
                        assert listed.count('data-label="Mã"') == int(number), (role, path)
        assert found[Role.APPROVER]["#duyet"] == 2
        assert found[Role.CLERK]["/goi-dien"] >= 2
        assert found[Role.CLERK]["/cau-hoi?loc=cho-toi"] >= 2
        for role in (Role.AUDITOR, Role.DOOR, Role.ADMIN):
            assert found[role] == {}


async def test_a_first_page_shows_a_role_what_it_can_act_on_and_approvals_first(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "lanhdao", Role.APPROVER) as leader,
        desk(at, "kiemtra", Role.AUDITOR) as auditor,
        desk(at, "soan", Role.COMMUNICATOR) as writer,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        await at.core.database.transaction(lambda tx: work(tx, content))

        def submit(tx: Transaction) -> None:
            author = tx.staff.by_login("soan")
            assert author
            text = drafting.draft(
                tx, BroadcastKind.NEWS, "thue", "Tin thuế", "Nội dung.",
                Audience(topics=("thue",)), utc_now(), author=author,
            )  # fmt: skip
            approval.submit(tx, content, text, utc_now())
            make_event(tx, now=utc_now(), title="Hội nghị mẫu")

        await at.core.database.transaction(submit)
        _, page = await leader.get("")
        assert page.index('id="duyet"') < page.index('class="tiles"')
        assert "Tin thuế" in page and "Hội nghị mẫu" in page
        for one in (auditor, writer, clerk):
            _, page = await one.get("")
            assert "Tin thuế" not in page and 'id="duyet"' not in page
        for one in (auditor, writer):
            assert "Hội nghị mẫu" not in (await one.get(""))[1]
        _, page = await auditor.get("")
        assert "Không có việc nào chờ ông/bà" in page


async def test_the_administrators_first_page_is_not_empty(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "qt", Role.ADMIN) as person:
        _, page = await person.get("")
        assert "tài khoản chưa kích hoạt" in page and "/can-bo/kenh" in page


async def test_what_was_sent_back_to_be_done_again_is_said_with_the_reason(
    tmp_path: Path, content: Content
) -> None:
    """An answer to its author, a refused correction too, a question reopened or returned: on the
    first page and at the top of the question, until it is done."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "thue", Role.RESPONDER, office="thue") as tax,
        desk(at, "khac", Role.RESPONDER, office="ttpvhcc") as other,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "lanhdao", Role.APPROVER) as leader,
    ):
        question = await answered(at, "Bản một.", who="hoa")
        for move, why, person in (
            ("want_changes", "Thiếu căn cứ", tax),
            ("refuse", "Không phải đính chính", tax),
            ("reopen", "Người hỏi báo sai", tax),
            ("return", "Không thuộc thuế", clerk),
        ):
            by = tax if move == "return" else leader
            if move == "refuse":
                assert await do(leader, question, "approve") == 303
                assert await do(tax, question, "correct", text="Bản đính chính.") == 303
            assert await do(by, question, move, note=why) == 303
            heads = {name: one for name, one in (("nguoi", person), ("khac", other))}
            for name, one in heads.items():
                _, page = await one.get("")
                assert (why in page) is (name == "nguoi"), (move, name)
            _, page = await person.get(f"/cau-hoi/{question.code}")
            assert page.index(why) < page.index("<blockquote>")
            if move == "want_changes":
                assert await do(tax, question, "answer", text="Bản hai.") == 303
                _, page = await tax.get("")
                assert why not in page


async def test_what_an_office_leaves_without_anybody_is_on_the_first_page(
    tmp_path: Path, content: Content
) -> None:
    """Whatever state it was in when the office's only account was switched off."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "quantri", Role.ADMIN) as admin,
    ):
        only = await employ(at, "motcua", Role.RESPONDER, office="ttpvhcc")

        def given(tx: Transaction) -> list[str]:
            codes = []
            for then in (None, moves.Move.FORWARD):
                asked = receiving.Asked("Chợ ngập", "moi-truong", "paper")
                question = receiving.receive(tx, content, asked, utc_now(), actor="x")
                question = moves.move(
                    tx, question, moves.Move.ASSIGN, utc_now(), staff=None, office=only.office
                )
                if then:
                    moves.move(tx, question, then, utc_now(), staff=only, note="Sở")
                codes.append(question.code)
            return codes

        codes = await at.core.database.transaction(given)
        await admin.get("/nhan-su")
        fields = {"do": "off", "leaves": only.office}
        assert (await admin.post(f"/nhan-su/{only.id}", fields))[0] == 303
        _, page = await clerk.get("")
        assert "<b>2</b>\n<span>Giao mà chưa ai mở được" in page
        _, page = await clerk.get("/cau-hoi?loc=khong-ai")
        assert all(code in page for code in codes)
        _, page = await admin.get("")
        assert "2 câu hỏi đã giao mà chưa ai ở đó vào được" in page


async def test_what_came_back_to_somebody_who_left_waits_for_whoever_is_there(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "truyenthong", Role.COMMUNICATOR) as communicator,
    ):
        author = await employ(at, "da-nghi", Role.CLERK, Role.COMMUNICATOR)
        boss = await employ(at, "lanhdao", Role.APPROVER)

        def returned(tx: Transaction) -> str:
            asked = receiving.Asked("Chợ ngập", "moi-truong", "paper")
            question = receiving.receive(tx, content, asked, utc_now(), actor="x")
            question = moves.move(tx, question, moves.Move.ASSIGN, utc_now(), staff=None)
            question = answering.answer(
                tx, content, question, "Trả lời.", "", utc_now(), staff=author
            ).question
            draft = tx.questions.answers(question.id)[0]
            sent = approving.approve(tx, content, question, draft.id, utc_now(), staff=boss)
            answering.correct(
                tx,
                content,
                sent.question,
                "Bản đúng.",
                "",
                utc_now(),
                staff=author,
                promised_on=None,
            )
            again = tx.questions.answers(question.id)[0]
            approving.want_changes(
                tx, content, sent.question, again.id, "Sai ngày", utc_now(), staff=boss
            )
            text = drafting.draft(
                tx, BroadcastKind.NEWS, "thue", "Tin thuế", "Nội dung.",
                Audience(topics=("thue",)), utc_now(), author=author,
            )  # fmt: skip
            submitted, _ = approval.submit(tx, content, text, utc_now())
            approval.return_(tx, content, submitted, "Thiếu căn cứ", utc_now())
            accounts.switch_off(tx, author)
            return question.code

        code = await at.core.database.transaction(returned)
        _, page = await clerk.get("")
        assert code in page and "Sai ngày" in page
        _, page = await communicator.get("")
        assert "Tin thuế" in page and "Thiếu căn cứ" in page


async def test_who_waits_is_counted_alike_on_every_page(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:

        def fill(tx: Transaction) -> int:
            event = make_event(tx, now=utc_now(), seats=2)
            for number, people in ((1, 2), (2, 2)):
                sign_up(tx, event, number, people)
            return event.id

        event = await at.core.database.transaction(fill)
        for path in ("", f"/su-kien/{event}", f"/su-kien/{event}/dai-bieu"):
            _, page = await clerk.get(path)
            said = re.sub(r"<[^>]+>", " ", page)
            assert re.search(r"\b1\s+đăng ký chờ chỗ \(2 người\)", said), path


async def test_a_meeting_that_is_over_says_who_came_and_what_is_left(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:
        now = utc_now()
        event = await add_event(at.core.database, now=now)
        times = {"starts_at": now - timedelta(hours=3), "ends_at": now - timedelta(hours=1)}
        event = await change_event(at.core.database, event, **times)

        def arrive(tx: Transaction) -> None:
            there = sign_up(tx, event, 1, people=3).registration
            assert there
            check_in(at_desk(tx, event.starts_at, "cua"), event, there, people=2)

        await at.core.database.transaction(arrive)
        for role, decides in ((Role.OWNER, True), (Role.CLERK, False)):
            async with desk(at, f"nguoi-{role}", role) as person:
                for path in ("", f"/su-kien/{event.id}"):
                    _, page = await person.get(path)
                    assert re.search(r"<b>\s*2\s*</b>\s*(<span>)?\s*người đã đến", page), path
                _, page = await person.get("")
                assert ("ghi nhận là đã tổ chức" in page) is decides, role
