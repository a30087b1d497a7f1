"""A person in the chat: told, taken, relayed, given back, ended; what both sides read is true."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.base import Closed, Rejected, Retraction, Stopped
from content.library import Content
from handlers.live import holding, relaying
from handlers.own_data import erasure
from handlers.people import accounts
from handlers.talk import notices
from handlers.talk.messages import IncomingKind
from storage.canned import CannedAnswer, CannedReach
from storage.database import Transaction
from storage.handoff_models import HandoffResult, HandoffState, HandoffWhy, LineSide
from storage.models import OutboxState
from storage.staff_models import Role
from tests.support.live import MONDAY, OWNER, Stage, link, picture, stage
from tests.support.play import RecordingChannel


async def held(at: Stage, words: str = "gặp cán bộ") -> None:
    """A talk that `an` holds; nothing is unread."""
    await at.owner(words)
    await at.take()
    at.at_owner(), at.at_desk()


async def test_from_the_wish_to_the_end(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        [opened] = await at.owner("gặp cán bộ")
        assert "Đang báo" in opened and "Phòng Kinh tế" in opened
        [told] = at.at_desk()
        assert "1. Nhận" in told and "2. Chuyển" in told and "3. Lát nữa" in told
        [kept] = await at.owner("tôi bị khóa hóa đơn")
        assert "giữ lại lời này" in kept
        assert await at.owner("từ hôm qua") == []
        [taken] = await at.take()
        assert "“tôi bị khóa hóa đơn”" in taken and "“từ hôm qua”" in taken
        [came] = at.at_owner()
        assert "đã vào trò chuyện" in came
        assert await at.owner("anh ơi giúp em") == []
        assert at.at_desk() == ["anh ơi giúp em"]
        assert await at.desk("an", "Chào chị, chị cho xem thông báo") == []
        [line] = at.at_owner()
        assert line.startswith("Cán bộ Phòng Kinh tế") and "chị cho xem thông báo" in line
        [ended] = await at.desk("an", "xong")
        assert "Đã kết thúc" in ended
        [over] = at.at_owner()
        assert "Cán bộ đã xong" in over and "Trợ lý trả lời tiếp" in over
        assert await at.state() is HandoffState.ENDED
        [bot] = await at.owner("cảm ơn")
        assert "Cán bộ Phòng" not in bot


async def test_of_three_who_take_at_once_one_holds_it(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content, ("an", "binh", "chi")) as at:
        await at.owner("gặp cán bộ")
        said = [await at.desk(login, "1") for login in ("binh", "an", "chi")]
        assert "đang nói chuyện với người dân" in said[0][-1]
        assert all("Cán bộ binh đã nhận" in texts[-1] for texts in said[1:])
        assert len([t for t in at.at_owner() if "đã vào" in t]) == 1
        await at.owner("có ai không")
        assert at.at_desk("binh") == ["có ai không"]
        assert at.at_desk("an") == [] == at.at_desk("chi")
        # Whoever does not hold it says nothing to the owner.
        await at.desk("an", "tôi cũng ở đây")
        assert at.at_owner() == []


async def test_without_anybody_to_tell_it_is_as_before(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content, ()) as at:
        [contact] = await at.owner("gặp cán bộ")
        assert "Trợ lý là máy" in contact and "Đang báo" not in contact


async def test_outside_hours_it_is_a_case_with_code_and_day(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, now=MONDAY + timedelta(hours=8)) as at:
        await at.owner("máy báo lỗi E-99 khi ký số thì làm sao")
        [case] = await at.owner("cho tôi gặp cán bộ")
        assert "ngoài giờ làm việc" in case and "KN-" in case and "chậm nhất" in case
        assert at.at_desk() == []
        talk = await at.talk()
        assert (talk.state, talk.result) == (HandoffState.CASE, HandoffResult.CLOSED)

        def asked(tx: Transaction) -> str:
            question = tx.questions.get(talk.question_id or 0)
            assert question is not None and question.contact_id == talk.contact_id
            assert tx.people.consents(question.contact_id or 0)
            return question.content

        assert "E-99" in await at.core.database.transaction(asked)


async def test_outside_hours_without_a_matter_it_is_asked_for(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, now=MONDAY + timedelta(hours=8)) as at:
        [asked] = await at.owner("gặp cán bộ")
        assert "ngoài giờ" in asked and "có mã, có ngày" in asked
        assert not any("mở lại" in text.lower() for text in [asked])  # the ward wrote no hours


async def test_nobody_takes_it_the_next_is_told_then_it_is_a_case(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ()) as at:

        def furnish(tx: Transaction) -> None:
            link(tx, "an", "desks", MONDAY, Role.RESPONDER, office="kthtdt")
            link(tx, "truong", "desks", MONDAY, Role.OWNER, office="vanphong")

        await at.core.database.transaction(furnish)
        await at.owner("gặp cán bộ")
        assert at.at_desk("an") and not at.at_desk("truong")
        await at.pass_time(minutes=4)
        assert at.at_desk("truong") == []
        await at.pass_time(minutes=1)
        assert at.at_desk("truong")
        [next_told] = at.at_owner()
        assert "đang báo cán bộ khác" in next_told
        await at.pass_time(minutes=5)
        [case] = at.at_owner()
        assert "chưa có cán bộ vào được" in case and "KN-" in case
        assert "chưa nói việc gì" in case
        assert await at.state() is HandoffState.CASE
        [late] = await at.take()
        assert "đã ghi thành câu hỏi" in late


async def test_the_office_closes_on_whoever_waits(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content, now=MONDAY + timedelta(hours=6, minutes=58)) as at:
        await at.owner("gặp cán bộ")
        await at.pass_time(minutes=3)
        [case] = at.at_owner()
        assert "ngoài giờ làm việc" in case and "KN-" in case


async def test_whoever_passes_on_lets_the_next_be_told_at_once(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ()) as at:

        def furnish(tx: Transaction) -> None:
            link(tx, "an", "desks", MONDAY, Role.RESPONDER, office="kthtdt")
            link(tx, "truong", "desks", MONDAY, Role.OWNER, office="vanphong")

        await at.core.database.transaction(furnish)
        await at.owner("gặp cán bộ")
        at.at_desk("an")
        [passed] = await at.desk("an", "2")
        assert "Đã báo Cán bộ truong" in passed
        assert "1. Nhận" in at.at_desk("truong")[0]
        # And once it is held.
        await at.take("truong")
        at.at_owner()
        [given] = await at.desk("truong", "chuyển")
        # Nobody is left: it is a case, said so to both.
        assert "không đọc được nữa" in given and "ghi thành câu hỏi KN-" in given
        [case] = at.at_owner()
        assert "KN-" in case


async def test_whoever_was_only_slower_is_told_again_when_it_is_passed_on(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ("an", "binh", "chi")) as at:
        await held(at)
        at.at_desk("binh"), at.at_desk("chi")
        await at.pass_time(minutes=1)
        await at.desk("an", "chuyển")
        assert "tôi đang báo" in at.at_owner()[-1]
        assert "1. Nhận" in at.at_desk("binh")[-1] and "1. Nhận" in at.at_desk("chi")[-1]
        await at.take("binh")
        await at.pass_time(minutes=1)
        await at.desk("binh", "chuyển")
        at.at_desk("an")
        assert "1. Nhận" in at.at_desk("chi")[-1]
        await at.take("chi")
        await at.pass_time(minutes=1)
        at.at_owner()
        await at.desk("chi", "chuyển")
        assert "KN-" in at.at_owner()[-1]  # all of them passed it on
        assert at.at_desk("an") == []


async def test_later_begins_the_wait_anew_once(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await at.owner("gặp cán bộ")
        at.at_desk()
        await at.pass_time(minutes=4)
        [later] = await at.desk("an", "3")
        assert "lát nữa mới vào" in later
        assert "lát nữa mới vào được" in at.at_owner()[-1]
        await at.pass_time(minutes=4)
        assert await at.state() is HandoffState.WAITING
        [again] = await at.desk("an", "lát nữa")
        assert "đã hẹn một lần" in again
        [taken] = await at.desk("an", "nhận")
        assert "đang nói chuyện với người dân" in taken


async def test_silence_is_asked_about_then_the_talk_goes_back(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ("an", "binh")) as at:
        await held(at)
        at.at_desk("binh")
        await at.owner("anh ơi")
        at.at_desk()
        await at.pass_time(minutes=9)
        assert at.at_desk() == []
        await at.pass_time(minutes=1)
        [asked] = at.at_desk()
        assert "đang chờ lời ông/bà" in asked and "10 phút" in asked
        await at.keep_up()
        assert at.at_desk() == []  # once
        await at.pass_time(minutes=10)
        [back] = at.at_desk()
        assert "giao lại" in back and "ghi thành câu hỏi" in back and "KN-" in back
        talk = await at.talk()
        # Both knew of it from the beginning: there is nobody else, so it is a case.
        assert talk.state is HandoffState.CASE
        assert "KN-" in at.at_owner()[-1]
        await at.desk("an", "tôi đây")
        assert at.at_owner() == []


async def test_silence_when_the_office_has_closed_is_to_become_a_question(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, now=MONDAY + timedelta(hours=6, minutes=55)) as at:
        await held(at)
        await at.owner("anh ơi")
        at.at_desk()
        await at.pass_time(minutes=10)
        [asked] = at.at_desk()
        assert "ghi thành câu hỏi có mã" in asked and "báo người khác" not in asked


async def test_a_form_that_waits_is_named_once_beside_a_wish_for_a_person(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await at.owner("gửi câu hỏi")
        await at.owner("hẻm 6 tối om không có đèn đường")
        [opened] = await at.owner("gặp cán bộ")
        assert opened.count("Mẫu đang điền dở") <= 1


async def test_silence_goes_back_to_the_next_who_reads_all_of_it(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ()) as at:

        def furnish(tx: Transaction) -> None:
            link(tx, "an", "desks", MONDAY, Role.RESPONDER, office="kthtdt")
            link(tx, "truong", "desks", MONDAY, Role.OWNER, office="vanphong")

        await at.core.database.transaction(furnish)
        await held(at)
        await at.owner("một")
        await at.desk("an", "tôi xem rồi trả lời")
        at.at_owner()
        await at.owner("hai")
        await at.pass_time(minutes=20)
        [told] = at.at_owner()
        assert "đang báo người khác" in told
        at.at_desk("truong")
        [taken] = await at.take("truong")
        assert "“một”" in taken and "“hai”" in taken


async def test_who_answered_is_not_asked_while_the_owner_is_silent(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        await at.owner("một")
        await at.desk("an", "chị mang giấy ra phường nhé")
        at.at_desk(), at.at_owner()
        await at.pass_time(minutes=45)
        assert at.at_desk() == [] == at.at_owner()
        await at.pass_time(minutes=15)
        assert "khép" in at.at_desk()[0] and "Trợ lý trả lời tiếp" in at.at_owner()[0]
        assert (await at.talk()).result == HandoffResult.QUIET


async def test_the_owner_ends_it(tmp_path: Path, content: Content) -> None:
    for words in ("thôi", "gặp trợ lý"):
        folder = tmp_path / words.split()[0]
        folder.mkdir()
        async with stage(folder, content) as at:
            await held(at)
            [ended] = await at.owner(words)
            assert "Trợ lý trả lời tiếp" in ended
            assert "Người dân đã kết thúc" in at.at_desk()[0]
            await at.desk("an", "alo")
            assert at.at_owner() == []


async def test_while_waiting_the_assistant_takes_commands_alone(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await at.owner("gặp cán bộ")
        await at.owner("thuế khoán còn không")
        assert "Đồng Hành" in (await at.owner("/start"))[0]
        [topics] = await at.owner("chủ đề")
        assert "Đang báo" not in topics
        assert [line.text for line in await at.lines() if line.side is LineSide.OWNER] == [
            "thuế khoán còn không"
        ]
        [over] = await at.owner("thôi")
        assert "Đã thôi báo cán bộ" in over
        at.at_desk()
        [late] = await at.take()
        assert "đã kết thúc" in late


async def test_what_nobody_should_send_is_not_passed_on(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        [told] = await at.owner("mã OTP của tôi là 482913")
        assert "không chuyển" in told and "OTP" in told
        [warned] = at.at_desk()
        assert "OTP" in warned and "482913" not in warned
        assert not [line for line in await at.lines() if line.side is LineSide.OWNER]
        [own] = await at.desk("an", "số tài khoản 0123456789012 ngân hàng Vietcombank")
        assert "Chưa gửi" in own and at.at_owner() == []


async def test_a_code_told_after_it_was_spoken_of_is_not_passed_on(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        await at.owner("nó gửi mã về máy rồi")
        await at.desk("an", "Bác tự nhập mã vào ô, đừng đọc cho ai")
        at.at_owner(), at.at_desk()
        [told] = await at.owner("mã nó đây 482913")
        assert "OTP" in told and "không chuyển" in told
        assert "482913" not in at.at_desk()[0]
        assert await at.owner("nhà tôi số 1204 ngõ 5") == []  # no code
        assert at.at_desk() == ["nhà tôi số 1204 ngõ 5"]
        await at.owner("nó gửi mã OTP về máy rồi")
        at.at_desk()
        [held_back] = await at.desk("an", "mã đây 482913")
        assert "Chưa gửi" in held_back and at.at_owner() == []


async def test_what_has_no_words_passes_by_name(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        for named, said in (
            ("sticker", "nhãn dán"), ("voice", "tin thoại"), ("document:bang-ke.pdf", "bang-ke.pdf")
        ):  # fmt: skip
            assert await at.owner(kind=IncomingKind.UNREADABLE, named=named) == []
            assert said in at.at_desk()[0]
        await at.desk("an", kind=IncomingKind.UNREADABLE, named="voice")
        assert "tin thoại" in at.at_owner()[0]


async def test_photos_pass_both_ways(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await at.owner("gặp cán bộ")
        await at.owner("giấy này ạ", **picture(at, "owners"))
        await at.take()
        shown = [r.attachment for r in at.replies("desks", "an") if r.attachment]
        assert len(shown) == 1 and shown[0].url.startswith("https://phuong.test/tep/")
        await at.owner(**picture(at, "owners"))
        await at.desk("an", "đây chị", **picture(at, "desks"))
        assert len([r for r in at.replies("desks", "an") if r.attachment]) == 2
        [back] = [r for r in at.replies("owners", "7") if r.attachment]
        assert "đây chị" in back.text
        assert len([line for line in await at.lines() if line.photo]) == 3
        assert back.attachment and (tmp_path / "photos" / back.attachment.file).exists()


async def test_an_order_is_heard_in_polite_words(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await at.owner("gặp cán bộ")
        at.at_desk()
        [taken] = await at.desk("an", "để anh nhận")
        assert "đang nói chuyện với người dân" in taken
        at.at_owner()
        await at.desk("an", "/cham")
        await at.desk("an", "nhầm rồi")
        [back] = await at.desk("an", "rút lại dòng vừa rồi")
        assert "Đã rút" in back and at.at_owner() == []
        [noted] = await at.desk("an", "ghi chú nội bộ: hay kiện")
        assert "Đã ghi chú nội bộ" in noted and at.at_owner() == []
        [ended] = await at.desk("an", "kết thúc cuộc trò chuyện nhé")
        assert "Đã kết thúc" in ended


async def test_what_may_be_an_order_or_a_line_is_asked_about(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        [asked] = await at.desk("an", "xong nhé")
        assert "Chưa gửi" in asked and "1. Gửi cho người dân" in asked and "2. Xong" in asked
        assert at.at_owner() == []
        [sent] = await at.desk("an", "1")
        assert "Đã gửi" in sent and at.at_owner()[0].endswith(": xong nhé")
        await at.desk("an", "xong rồi em")
        [ended] = await at.desk("an", "2")
        assert "Đã kết thúc" in ended and await at.state() is HandoffState.ENDED
        assert "Cán bộ đã xong" in at.at_owner()[0]


async def test_what_was_asked_about_is_let_go_by_another_line(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        await at.desk("an", "chuyển nhé")
        await at.desk("an", "chị chờ tôi xem")
        assert [text.partition(": ")[2] for text in at.at_owner()] == ["chị chờ tôi xem"]
        await at.desk("an", "1")
        assert at.at_owner()[0].endswith(": 1")  # no list stands open


async def test_whoever_answers_the_offer_twice_says_nothing_to_the_owner(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        for typed in ("1", "nhận nhé", "3"):
            [asked] = await at.desk("an", typed)
            assert "Chưa gửi" in asked and "2. Không gửi" in asked
        [mine] = await at.desk("an", "2")
        assert "đang giữ" in mine and at.at_owner() == []
        await at.desk("an", "Chào chị, chị cần 1 hay 2 bản?")
        await at.desk("an", "2")  # from now on a digit is a word like others
        assert at.at_owner()[1].endswith(": 2")


async def test_a_note_stays_among_staff(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        [noted] = await at.desk("an", "+ nợ quý 2, đã nhắc")
        assert "người dân không đọc" in noted and at.at_owner() == []
        assert [line.text for line in await at.lines() if line.side is LineSide.NOTE] == [
            "nợ quý 2, đã nhắc"
        ]


async def test_a_note_under_a_photo_or_a_file_stays_among_staff(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        paper = {"kind": IncomingKind.UNREADABLE, "named": "document:don.pdf"}
        for number, sent in enumerate((picture(at, at.desk_at), paper), 1):
            [noted] = await at.desk("an", f"+ hay kiện lần {number}", **sent)
            assert "không gửi cho người dân" in noted and at.at_owner() == []
        for words in ("+ cả ba ảnh", "", ""):  # sent together
            await at.desk("an", words, album="ba", **picture(at, at.desk_at))
        assert at.at_owner() == []
        said = [line.text for line in await at.lines() if line.side is LineSide.NOTE]
        assert said == ["hay kiện lần 1", "hay kiện lần 2", "cả ba ảnh"]
        [empty] = await at.desk("an", "+", **picture(at, at.desk_at))
        assert "không gửi cho người dân" in empty and at.at_owner() == []


async def test_canned_and_found_answers_go_with_their_basis(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        [none] = await at.desk("an", "/mau")
        assert "Chưa có câu mẫu" in none

        def write(tx: Transaction) -> None:
            an = tx.staff.by_login("an")
            assert an is not None
            for title, text in (("Chào", "Chào ông/bà, tôi là {cán bộ}"), ("Mã", "Mã {mã}")):
                number = tx.canned.ids.next()
                tx.canned.add(
                    CannedAnswer(
                        number, title, text, "QĐ 1", CannedReach.OWN, "kthtdt", an.id, MONDAY,
                        MONDAY, an.id,
                    )
                )  # fmt: skip

        await at.core.database.transaction(write)
        [offered] = await at.desk("an", "/mau chào")
        assert "1. Chào" in offered
        [sent] = await at.desk("an", "1")
        assert "Đã gửi" in sent
        [line] = at.at_owner()
        assert "tôi là Cán bộ an" in line and "Căn cứ: QĐ 1" in line
        await at.desk("an", "/mau mã")
        [unfilled] = await at.desk("an", "1")
        assert "Chưa gửi" in unfilled and at.at_owner() == []
        # A digit that answers no list is a line.
        await at.desk("an", "1")
        assert at.at_owner()[0].endswith(": 1")
        [found] = await at.desk("an", "/tim ngưỡng doanh thu không phải nộp thuế")
        assert "1." in found
        await at.desk("an", "1")
        [answer] = at.at_owner()
        assert "Căn cứ:" in answer
        [unknown] = await at.desk("an", "/tinh thuế")
        assert "không gửi đi" in unknown and at.at_owner() == []


async def test_a_line_is_taken_back_while_it_is_here(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        await at.desk("an", "gửi nhầm")
        [gone] = await at.desk("an", "rút")
        assert "đã đi, không rút được" in gone and "gửi nhầm" in at.at_owner()[0]
        [slow] = await at.desk("an", "/cham")
        assert "10 giây" in slow
        assert timedelta(seconds=10) == relaying.HELD_BACK
        await at.desk("an", "nhầm nữa")
        assert at.at_owner() == []
        [back] = await at.desk("an", "rút")
        assert "Đã rút" in back
        at.clock.pass_time(seconds=11)
        await at.core.settle()
        assert at.at_owner() == []
        await at.desk("an", "đúng rồi")
        at.clock.pass_time(seconds=11)
        await at.core.settle()
        assert "đúng rồi" in at.at_owner()[0]


class Retracts(RecordingChannel):
    """Takes back what it sent, as told by `becomes`, one for each call; then it is gone."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.becomes: list[Retraction] = []
        self.asked: list[tuple[str, str]] = []

    async def retract(self, address: str, vendor_id: str) -> Retraction:
        self.asked.append((address, vendor_id))
        return self.becomes.pop(0) if self.becomes else Retraction.GONE


def retracting(owner_at: str) -> dict[str, RecordingChannel]:
    return {owner_at: Retracts(owner_at)}


async def ready(at: Stage) -> Retracts:
    """The talk is held, and what its owner's channel can do is known, as after a start."""

    def known(tx: Transaction) -> None:
        names = [(name, name != "web", None) for name in at.channels]
        tx.calls.set_channels(names, [at.owner_at])

    await at.core.database.transaction(known)
    await held(at)
    channel = at.channels[at.owner_at]
    assert isinstance(channel, Retracts)
    return channel


@pytest.mark.parametrize("owner_at", ["telegram", "web"])
async def test_a_line_that_went_is_taken_from_the_screen_within_ten_seconds(
    tmp_path: Path, content: Content, owner_at: str
) -> None:
    given = retracting(owner_at)
    async with stage(tmp_path, content, owner_at=owner_at, given=given) as at:
        channel = await ready(at)
        await at.desk("an", "gửi nhầm số")
        assert "gửi nhầm số" in at.at_owner()[0]
        at.clock.pass_time(seconds=9)
        asked, told = await at.desk("an", "rút")
        assert "Đang lấy lại" in asked
        assert "Đã lấy lại “gửi nhầm số”" in told and "đã kịp đọc" in told
        assert channel.asked == [(OWNER, "1")]
        [line] = [one for one in await at.lines() if one.side is LineSide.STAFF]
        assert line.withdrawn_at is not None
        # Once more: there is none left; and of one that is older, it is said so.
        assert "Không có dòng nào" in (await at.desk("an", "rút"))[0]
        await at.desk("an", "đúng rồi")
        at.clock.pass_time(seconds=11)
        assert "quá 10 giây" in (await at.desk("an", "rút"))[0]
        assert len(channel.asked) == 1


async def test_what_the_platform_keeps_is_said_to_stay(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content, given=retracting("owners")) as at:
        channel = await ready(at)
        channel.becomes = [Retraction.LATER, Retraction.KEPT]
        await at.desk("an", "gửi nhầm")
        [asked] = await at.desk("an", "rút")
        assert "Đang lấy lại" in asked
        await at.core.settle()  # it is tried again with the next look
        assert "Không lấy lại được" in at.at_desk()[0]
        assert len(channel.asked) == 2
        [line] = [one for one in await at.lines() if one.side is LineSide.STAFF]
        assert line.withdrawn_at is None
        await at.keep_up()
        assert at.at_desk() == []  # it is not said to be lost


async def test_what_is_asked_back_is_taken_back_after_a_crash(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, given=retracting("owners")) as at:
        await ready(at)
        await at.desk("an", "gửi nhầm")

        def ask(tx: Transaction) -> None:  # as the turn commits, and then the process dies
            owner = tx.contacts.find("owners", OWNER)
            assert owner is not None
            talk = tx.handoffs.of_contact(owner.id)[0]
            holder = holding.holder_of(tx, talk)
            assert holder is not None
            became = relaying.call_back(tx, talk, holder, at.clock.now)
            assert became is relaying.CalledBack.ASKED

        await at.core.database.transaction(ask)
    async with stage(tmp_path, content, given=retracting("owners")) as at:
        await at.core.settle()
        channel = at.channels["owners"]
        assert isinstance(channel, Retracts) and channel.asked == [(OWNER, "1")]
        assert "Đã lấy lại" in at.at_desk()[0]


async def test_the_talk_becomes_a_question(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        await at.owner("xin cấp lại giấy đăng ký hộ kinh doanh")
        at.at_desk()
        [case] = await at.desk("an", "câu hỏi")
        assert "KN-" in case and "đã được báo" in case
        [told] = at.at_owner()
        assert "KN-" in told and "chậm nhất" in told
        assert await at.desk("an", "alo") and at.at_owner() == []


async def test_danger_is_answered_while_somebody_holds_the_talk(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        [help_first] = await at.owner("nhà tôi đang cháy, cứu với")
        assert "114" in help_first
        line, warned = at.at_desk()
        assert "đang cháy" in line and "nguy cấp" in warned


async def test_whoever_asks_in_distress_is_told_whom_to_call_and_all_are_told(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ("an", "binh")) as at:
        await at.owner("tôi không muốn sống nữa")
        [opened] = await at.owner("gặp cán bộ")
        assert "Đang báo" in opened and "115" in opened
        assert "nguy cấp" in at.at_desk("an")[0] and "nguy cấp" in at.at_desk("binh")[0]
        assert (await at.talk()).why is HandoffWhy.DISTRESS


async def test_after_three_misunderstandings_a_person_is_offered(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        said = [await at.owner(text) for text in ("qwe rty zxc", "asd fgh vbn", "zxc vbn asd")]
        assert "gặp cán bộ" not in said[0][0].partition("\n")[0]
        assert "gõ gặp cán bộ" in said[2][0].replace("*", "")
        await at.owner("gặp cán bộ")
        assert (await at.talk()).why is HandoffWhy.MISUNDERSTOOD


# ---- what cannot go on ----


async def test_a_blocked_bot_ends_it_and_the_official_knows(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        at.channels["owners"].outcomes.append(Stopped("blocked"))
        await at.desk("an", "chị ơi")
        await at.keep_up()
        assert "chặn hoặc rời" in at.at_desk()[0]
        assert (await at.talk()).result == HandoffResult.LEFT


async def test_an_official_who_blocks_us_loses_the_talk(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content, ()) as at:

        def furnish(tx: Transaction) -> None:
            link(tx, "an", "desks", MONDAY, Role.RESPONDER, office="kthtdt")
            link(tx, "truong", "desks", MONDAY, Role.OWNER, office="vanphong")

        await at.core.database.transaction(furnish)
        await held(at)
        at.channels["desks"].outcomes.append(Stopped("blocked"))
        await at.owner("anh ơi")
        await at.keep_up()
        assert "đang báo người khác" in at.at_owner()[0]
        at.at_desk("truong")
        [taken] = await at.take("truong")
        assert "“anh ơi”" in taken  # nothing is lost


@pytest.mark.parametrize("how", ["unlinked", "off"])
async def test_an_account_that_goes_half_way_gives_the_talk_back(
    tmp_path: Path, content: Content, how: str
) -> None:
    async with stage(tmp_path, content, ()) as at:

        def furnish(tx: Transaction) -> None:
            link(tx, "an", "desks", MONDAY, Role.RESPONDER, office="kthtdt")
            link(tx, "truong", "desks", MONDAY, Role.OWNER, office="vanphong")

        def go(tx: Transaction) -> None:
            an = tx.staff.by_login("an")
            assert an is not None
            if how == "off":
                accounts.switch_off(tx, an)
                return
            contact = tx.contacts.find("desks", "an")
            assert contact is not None
            tx.staff_links.drop(an.id, contact.id)

        await at.core.database.transaction(furnish)
        await held(at)
        await at.core.database.transaction(go)
        await at.desk("an", "tôi vẫn ở đây")
        assert not any("tôi vẫn ở đây" in text for text in at.at_owner())
        await at.keep_up()
        assert await at.state() is HandoffState.WAITING
        assert at.at_desk("truong")


async def test_a_closed_window_is_said_before_typing(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await at.owner("gặp cán bộ")
        await at.core.database.transaction(
            lambda tx: tx.calls.set_channels(
                [("owners", True, timedelta(minutes=2)), ("desks", True, None)]
            )
        )
        at.clock.pass_time(minutes=3)
        at.at_desk()
        [taken] = await at.take()
        assert "kênh của người dân đang đóng" in taken
        [refused] = await at.desk("an", "chị ơi")
        assert "Chưa gửi" in refused and "đang đóng" in refused
        await at.owner("em đây")  # it opens with the owner's next word
        at.at_owner()
        assert await at.desk("an", "chào chị") == ["em đây"]
        assert "chào chị" in at.at_owner()[0]


async def test_a_line_that_does_not_arrive_is_told(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        for outcome in (Closed("window"), Rejected("too long")):
            at.channels["owners"].outcomes.append(outcome)
            await at.desk("an", "chị ơi")
            await at.keep_up()
            assert "1 dòng chưa tới" in at.at_desk()[0]
        assert await at.state() is HandoffState.HELD


async def test_erasing_ends_the_talk_and_leaves_none_of_its_words(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        await at.owner("bí mật của tôi")
        at.at_desk()
        talk = await at.talk()

        def erase(tx: Transaction) -> list[str]:
            assert talk.contact_id is not None
            erasure.erase(tx, content, talk.contact_id, at.clock.now)
            desk = tx.contacts.find("desks", "an")
            assert desk is not None
            return [line.body or "" for line in tx.transcripts.lines(desk.id)]

        bodies = await at.core.database.transaction(erase)
        assert not any("bí mật" in body for body in bodies)
        await at.core.settle()
        assert "đã xóa dữ liệu" in at.at_desk()[-1]
        left = await at.core.database.transaction(lambda tx: tx.handoffs.get(talk.id))
        assert left is not None and left.contact_id is None and left.owner_lines == 1


# ---- in the console ----


async def test_a_talk_is_held_in_the_console(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await at.owner("gặp cán bộ")
        talk = await at.talk()

        def take(tx: Transaction) -> None:
            an = tx.staff.by_login("an")
            assert an is not None
            mine = holding.take(tx, content, talk.id, an, at.clock.now)
            assert mine is not None and mine.desk_contact_id is None
            relaying.from_staff(tx, content, mine, an, "Chào bà", at.clock.now)

        await at.core.database.transaction(take)
        await at.core.settle()
        came, line = at.at_owner()
        assert "đã vào" in came and "Chào bà" in line
        await at.owner("chào cô")
        assert [one.text for one in await at.lines() if one.side is LineSide.OWNER] == ["chào cô"]
        at.at_desk()
        await at.desk("an", "đây là việc khác")  # their chat is an ordinary one meanwhile
        assert not any("việc khác" in text for text in at.at_owner())


async def test_whoever_has_become_free_is_told_of_who_waits(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        [case_or_wait] = await at.owner("gặp cán bộ", address="8")
        # The only official is busy: no promise that somebody was told.
        assert "KN-" in case_or_wait or "chưa có cán bộ" in case_or_wait


async def test_lines_stand_in_the_outbox_once_and_in_order(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)
        for number in range(20):
            await at.owner(f"dòng {number}")
            await at.desk("an", f"đáp {number}")
        read = [text for text in at.channels["desks"].texts("an") if text.startswith("dòng")]
        assert read == [f"dòng {n}" for n in range(20)]
        got = [text.rpartition(": ")[2] for text in at.channels["owners"].texts("7")]
        assert got[-20:] == [f"đáp {n}" for n in range(20)]

        def states(tx: Transaction) -> set[OutboxState]:
            return tx.outbox.states("line:")

        assert await at.core.database.transaction(states) == {OutboxState.SENT}


async def test_a_notice_takes_no_digit_out_of_a_talk(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        await held(at)

        def tell(tx: Transaction) -> None:
            desk = tx.contacts.find("desks", "an")
            assert desk is not None
            notices.notify(
                tx, content, desk.id, "staff_chat/test", at.clock.now, key="x",
                choices=(("see_question", "question:1"),),
            )  # fmt: skip

        await at.core.database.transaction(tell)
        await at.core.settle()
        [notice] = at.at_desk()
        assert "1." not in notice and "sau khi xong" in notice
        await at.desk("an", "Chị cần mấy bản?")
        at.at_owner()
        await at.desk("an", "1")
        assert at.at_owner()[0].endswith(": 1")
