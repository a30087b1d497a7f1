"""A consent is taken where its page was shown and it is one's own: never from a refusal, a third
person's yes, an order to stop, a question or a minor; and nothing told beside it is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.library import Content
from storage.database import Transaction
from storage.question_models import Purpose, Question
from tests.handlers.test_switched_on import TOLD
from tests.support.conference import add_event, loaded_content
from tests.support.play import exchange, playing, said

LAMP = "đèn đường ngõ 12 Trần Tất Văn cháy mấy hôm nay, phường xem giúp em"
GRUMBLE = "vỉa hè trước chợ bị lấn hết, nhờ phường xử lý"
WHO = "tôi tên Nguyễn Thị Bảy, số 0907 336 841"


@dataclass(frozen=True, slots=True)
class Played:
    shown: str
    sent: Sequence[Question]
    agreed: frozenset[Purpose]


async def play(folder: Path, content: Content, *lines: str) -> Played:
    async with playing(folder, content, public_url="https://phuong.test") as (core, channel):
        await add_event(core.database)
        for line in lines:
            replies = await exchange(core, channel, said(line))

        def look(tx: Transaction) -> tuple[Sequence[Question], frozenset[Purpose]]:
            contact = tx.contacts.find("test", "7")
            assert contact is not None
            kept = {one for one in Purpose if tx.people.agreed(contact.id, one)}
            return tuple(tx.questions.all()), frozenset(kept)

        sent, agreed = await core.database.transaction(look)
    return Played("\n".join(one.text for one in replies).replace("**", ""), sent, agreed)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    "line",
    [
        "tôi không đồng ý công khai tên tôi",
        "vợ tôi không đồng ý, đừng gọi",
        "chưa đồng ý, đừng ghi tên",
        "vợ tôi đồng ý gửi",
        "chồng tôi nhất trí là đường này hư",
        "tôi không có đồng ý đâu nhé",
        "đồng ý rồi nhưng để tôi hỏi vợ đã",
        "tôi 16 tuổi, tôi đồng ý gửi",
    ],
)
async def test_a_refusal_or_anothers_yes_sends_nothing(
    tmp_path: Path, content: Content, line: str, named: bool
) -> None:
    before = (LAMP, WHO) if named else (LAMP,)
    played = await play(tmp_path, content, *before, line)
    assert not played.sent and not played.agreed, played.shown


@pytest.mark.parametrize(
    "line",
    [
        "họ đồng ý cho tôi gửi xe ở vỉa hè rồi giờ lại phạt",
        "chú ấy đồng ý ghi biên bản mà giờ chối",
    ],
)
@pytest.mark.parametrize("before", [(GRUMBLE,), ("gửi câu hỏi cho phường: " + GRUMBLE,)])
async def test_a_story_in_which_others_agreed_is_more_of_the_text(
    tmp_path: Path, content: Content, before: tuple[str, ...], line: str
) -> None:
    played = await play(tmp_path, content, *before, line)
    assert not played.sent and not played.agreed, played.shown
    assert line in played.shown, played.shown


async def test_no_name_is_written_where_none_is_wished(tmp_path: Path, content: Content) -> None:
    line = "đồng ý gửi nhưng đừng ghi tên, tôi là Long 0868123456"
    played = await play(tmp_path, content, LAMP, line)
    assert not played.sent and "Không ghi tên" in played.shown and "Long" not in played.shown
    told = (LAMP, line, "tôi là Long 0868123456", "đồng ý", "đồng ý")
    later = await play(tmp_path / "b", content, *told)
    assert [one.asker for one in later.sent] == [""], later.shown


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("đồng ý, ở ngõ 85 Trần Tất Văn", "ngõ 85 Trần Tất Văn", ""),
        ("tôi đồng ý gửi, nhà số 12 ngõ 85 tối nào cũng tối om", "số 12 ngõ 85", "tối om"),
        ("đồng ý, tôi là Nguyễn Thị Bảy 0907336841, ở ngõ 85 Trần Tất Văn", "ngõ 85", "Bảy"),
    ],
)
async def test_what_is_told_beside_a_consent_is_taken(
    tmp_path: Path, content: Content, line: str, place: str, words: str
) -> None:
    lamp = "đèn đường cháy mấy hôm nay, phường xem giúp em"
    played = await play(tmp_path, content, lamp, line)
    assert not played.sent and place in played.shown and words in played.shown, played.shown
    done = await play(tmp_path / "b", content, lamp, line, "đồng ý", "đồng ý")
    assert len(done.sent) == 1 and place in done.sent[0].place, done.shown
    assert done.agreed == {Purpose.CASE}


async def test_the_place_told_with_a_consent_is_no_consent_before_its_page(
    tmp_path: Path, content: Content
) -> None:
    lamp = "đèn đường cháy mấy hôm nay, phường xem giúp em"
    lines = (lamp, "gửi đi", "đồng ý, ở ngõ 85 Trần Tất Văn")
    asked = await play(tmp_path, content, *lines)
    assert not asked.sent and "đồng ý chứ ạ" in asked.shown, asked.shown
    played = await play(tmp_path / "b", content, *lines, "đồng ý")
    assert [one.place for one in played.sent] == ["ở ngõ 85 Trần Tất Văn"], played.shown


NO_SENDINGS = """
tôi không có đồng ý
đồng ý hủy nhận tin
tôi đồng ý thôi nhận tin
đồng ý ngừng gửi tin
đồng ý là sao em
đồng ý thì phường gọi cho tôi à
ai đồng ý mà gửi
em 16 tuổi đồng ý nhận tin
vợ tôi đồng ý nhận tin
họ đồng ý nhận tin
tôi chưa nói đồng ý nhận tin
ok đừng nhắc trước 7 ngày
ừ khỏi nhắc trước 7 ngày
được nhắc trước 3 ngày hả em
ok hủy nhắc đi
đồng ý nếu không mất tiền
phường đồng ý thì tôi đồng ý
đồng ý, đợi vợ về rồi bật
đồng ý nhưng tuần sau
đồng ý, nhầm
đồng ý trước đây
ứ đồng ý
sếp ok rồi
cả nhà đồng ý
được, chồng tôi cho
em lớp 9, em đồng ý nhận tin thuế
"""


@pytest.mark.parametrize("before", ["nhận tin", TOLD])
@pytest.mark.parametrize("line", NO_SENDINGS.strip().splitlines())
async def test_nothing_is_switched_on_by_it(
    tmp_path: Path, content: Content, before: str, line: str
) -> None:
    played = await play(tmp_path, content, *before.split(" > "), line)
    assert not played.agreed & {Purpose.BROADCAST, Purpose.REMINDER}, played.shown


@pytest.mark.parametrize(
    ("before", "line", "wanted"),
    [
        ("nhận tin", "đồng ý nhận tin nha em, cảm ơn", "nhận tin"),
        ("nhận tin", "dạ tôi đồng ý ạ, gửi đều đều nghe", "nhận tin"),
        ("nhận tin thuế", "đồng ý nha, cảm ơn em", "nhận tin về: Thuế."),
        (TOLD, "đồng ý, nhắc trước 3 ngày nhé", "chưa chọn được"),
        (TOLD, "đồng ý, nhắc vào số 0912345678", "không cần số điện thoại"),
        (TOLD, "tôi đồng ý", "sẽ nhắc ông/bà trước hạn"),
    ],
)
async def test_a_consent_with_a_remark_switches_it_on(
    tmp_path: Path, content: Content, before: str, line: str, wanted: str
) -> None:
    played = await play(tmp_path, content, *before.split(" > "), line)
    assert played.agreed & {Purpose.BROADCAST, Purpose.REMINDER}, played.shown
    assert wanted in played.shown, played.shown
    assert ("chưa chọn được" in played.shown) == (wanted == "chưa chọn được")


@pytest.mark.parametrize(
    "line",
    ["vợ tôi đồng ý", "họ đồng ý hết", "tôi không có đồng ý", "chồng em ok rồi nha", "em 16 tuổi"],
)
async def test_a_seat_is_not_taken_by_anothers_yes(
    tmp_path: Path, content: Content, line: str
) -> None:
    played = await play(tmp_path, content, f"đăng ký hội nghị, {WHO}", line)
    assert not played.agreed and "Mã vé" not in played.shown, played.shown


@pytest.mark.parametrize(
    "line", ["không dùng số tôi", "số cũ mất rồi", "đừng lấy số đó", "cảm ơn nhưng tôi chưa hiểu"]
)
async def test_no_call_is_asked_for_at_a_number_that_is_refused(
    tmp_path: Path, content: Content, line: str
) -> None:
    lines = ("gọi lại cho chị nhé", "Đoàn Thị Liễu 0948 263 507", line)
    played = await play(tmp_path, content, *lines)
    assert not played.sent and not played.agreed, played.shown


async def test_a_guest_called_linh_registers(tmp_path: Path, content: Content) -> None:
    played = await play(tmp_path, content, "đăng ký hội nghị", "đồng ý", "Linh Nguyễn")
    assert "Số điện thoại" in played.shown, played.shown


async def test_neither_praise_nor_a_petition_is_thanked_away(tmp_path: Path) -> None:
    content = loaded_content(with_encoder=True)
    played = await play(tmp_path, content, "cảm ơn phường đã thay bóng đèn ngõ rất sáng")
    assert "gửi phường" in played.shown, played.shown
    told = await play(tmp_path / "b", content, "cảm ơn, mà đường ngõ chị vẫn ngập")
    assert "Không có gì ạ" not in told.shown, told.shown
    lights = await play(tmp_path / "c", content, "cảm ơn em, cháu nhà chị bị điện giật")
    assert "115" in lights.shown, lights.shown
    small = await play(tmp_path / "d", content, "cám ơn nha em bận ra lò đá")
    assert "Không có gì ạ" in small.shown, small.shown


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    "line",
    ["không đồng ý", "tôi không đồng ý", "dạ không đồng ý ạ", "không chịu", "không đồng ý gửi"],
)
async def test_a_plain_refusal_ends_the_offer(
    tmp_path: Path, content: Content, line: str, named: bool
) -> None:
    played = await play(tmp_path, content, *((LAMP, WHO) if named else (LAMP,)), line)
    assert not played.sent and not played.agreed, played.shown
    assert "không gửi" in played.shown.lower() and "Xin chọn" not in played.shown, played.shown


NOT_SENT = """
đồng ý, chờ con tôi về đã
tôi đồng ý nhưng mai
đồng ý, tối nay gửi
đồng ý nhưng tôi còn nói thêm
đồng ý, nhầm
ứ đồng ý
gửi đi, à mà khoan
ừ gửi mà chờ tôi chụp hình đã
em sinh năm 2012, em đồng ý
đồng ý nhưng tên tôi ghi sai
đồng ý, số sai rồi
"""


@pytest.mark.parametrize("line", NOT_SENT.strip().splitlines())
async def test_a_text_is_not_sent_yet(tmp_path: Path, content: Content, line: str) -> None:
    played = await play(tmp_path, content, LAMP, WHO, line)
    assert not played.sent and not played.agreed, played.shown


@pytest.mark.parametrize(
    ("line", "phone", "name"),
    [
        ("đồng ý, số đúng là 0912345678", "+84912345678", "Bảy"),
        ("đồng ý, gọi cho chồng tôi 0988777666", "+84988777666", "Bảy"),
        ("đồng ý, nhờ mai gọi lại số 0988777666", "+84988777666", "Bảy"),
        ("gửi đi, số mới là 0988777666", "+84988777666", "Bảy"),
        ("đồng ý, tên đúng là Nguyễn Thị Bẩy", "+84907336841", "Bẩy"),
    ],
)
async def test_another_number_or_name_is_shown_before_it_goes(
    tmp_path: Path, content: Content, line: str, phone: str, name: str
) -> None:
    asked = await play(tmp_path, content, LAMP, WHO, line)
    assert not asked.sent and not asked.agreed, asked.shown
    assert line.rpartition(" ")[2][-3:] in asked.shown, asked.shown
    done = await play(tmp_path / "b", content, LAMP, WHO, line, "đồng ý")
    assert [one.phone for one in done.sent] == [phone], done.shown
    assert done.sent[0].asker.endswith(name) and done.sent[0].content == LAMP, done.sent[0].content


@pytest.mark.parametrize(
    "line",
    [
        "tôi đồng ý gửi, tên tôi đừng ghi",
        "đồng ý, khỏi tên tuổi",
        "đồng ý, tên thì thôi",
        "gửi đi, khỏi ghi tên",
    ],
)
async def test_the_name_is_left_out_as_wished(tmp_path: Path, content: Content, line: str) -> None:
    asked = await play(tmp_path, content, LAMP, WHO, line)
    assert not asked.sent and "Không ghi tên" in asked.shown, asked.shown
    lines = (line, "tôi tên Long", "đồng ý", "đồng ý")
    done = await play(tmp_path / "b", content, LAMP, WHO, *lines)
    assert [(one.asker, one.content) for one in done.sent] == [("", LAMP)], done.shown


async def test_the_number_is_left_out_as_wished(tmp_path: Path, content: Content) -> None:
    asked = await play(tmp_path, content, LAMP, WHO, "đồng ý, xóa số tôi")
    assert not asked.sent and "chưa ghi vào đâu" not in asked.shown, asked.shown
    done = await play(tmp_path / "b", content, LAMP, WHO, "đồng ý, xóa số tôi", "đồng ý")
    assert [one.phone for one in done.sent] == [None], done.shown


@pytest.mark.parametrize(
    "line",
    [
        "tôi đồng ý lưu",
        "đã đồng ý rồi mà",
        "dạ em đồng ý gửi phản ánh này cho phường",
        "đồng ý cung cấp thông tin",
        "đồng ý để phường liên hệ",
        "rất đồng ý",
        "đồng ý cả",
        "tôi đồng ý hết các điều trên",
        "tôi đủ tuổi và đồng ý",
        "đồng ý với nội dung",
        "tôi trên 18 tuổi và đồng ý",
    ],
)
async def test_a_clear_yes_sends_and_is_not_written(
    tmp_path: Path, content: Content, line: str
) -> None:
    played = await play(tmp_path, content, LAMP, WHO, line)
    assert [one.content for one in played.sent] == [LAMP], played.shown


async def test_what_is_agreed_to_be_sent_elsewhere_is_more_of_the_text(
    tmp_path: Path, content: Content
) -> None:
    line = "tôi đồng ý gửi đồ, họ làm mất"
    played = await play(tmp_path, content, "gửi câu hỏi cho phường: " + GRUMBLE, line)
    assert not played.sent and line in played.shown, played.shown


async def test_who_agrees_that_it_goes_is_asked_for_the_consent_next(
    tmp_path: Path, content: Content
) -> None:
    line = "mình là Tuấn 0912345678, mình đồng ý gửi"
    played = await play(tmp_path, content, "gửi câu hỏi cho phường: " + GRUMBLE, line, "đồng ý")
    assert len(played.sent) == 1 and played.sent[0].asker == "Tuấn", played.shown


async def test_the_whole_place_beside_a_consent_is_kept(tmp_path: Path, content: Content) -> None:
    place = "ở ngõ 85 Trần Tất Văn, gần nhà ông Sáu"
    lamp = "đèn đường cháy mấy hôm nay, phường xem giúp em"
    lines = (lamp, "gửi đi", f"đồng ý, {place}", "đồng ý")
    played = await play(tmp_path, content, *lines)
    assert [one.place for one in played.sent] == [place], played.shown


@pytest.mark.parametrize(
    "line", ["hàng xóm đồng ý", "đồng ý, mai đăng ký", "sếp ok rồi", "em lớp 9, em đồng ý"]
)
async def test_a_seat_for_ones_mother_wants_her_yes(
    tmp_path: Path, content: Content, line: str
) -> None:
    before = "đăng ký hội nghị cho mẹ, tên Lê Thị Hương 0912345678"
    played = await play(tmp_path, content, before, line)
    assert not played.agreed and "Mã vé" not in played.shown, played.shown


@pytest.mark.parametrize(
    "line",
    ["đồng ý, tên đúng là Nguyễn Thị Bẩy", "đồng ý nhưng tên tôi ghi sai", "đồng ý, xóa số tôi"],
)
async def test_a_seat_is_not_taken_in_a_wrong_name(
    tmp_path: Path, content: Content, line: str
) -> None:
    played = await play(tmp_path, content, f"đăng ký hội nghị, {WHO}", line)
    assert not played.agreed and "Mã vé" not in played.shown, played.shown


async def test_who_wants_to_go_drinking_registers_for_nothing(
    tmp_path: Path, content: Content
) -> None:
    played = await play(tmp_path, content, "hội nghị bao giờ", "chồng tôi muốn đi nhậu")
    assert "đồng ý" not in played.shown, played.shown
