"""A form takes what is meant for it and nothing else: a question is answered, another matter leaves
it standing aside, no thanks or plea becomes a name, and what is told with nothing open is not lost
in silence."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.conference import add_event
from tests.support.play import exchange, playing, said

_CONSENT = "không đồng ý"
# Each talk: what is typed, what the reply holds, what it does not hold (`!`).
TALKS: dict[str, list[tuple[str, ...]]] = {
    "a question opens no form": [
        (
            "a lô cho em hỏi tí là em chạy xe ôm thì thuế má ra làm sao",
            "!phường lưu",
            "!Gọi lại số",
        ),
        ("hai vợ chồng tôi mỗi người một sạp thì nộp chung hay nộp riêng vậy", "!Đăng ký dự"),
    ],
    "another matter at the consent": [
        ("đăng ký hội nghị", _CONSENT),
        ("mỗi tháng tôi bán được sáu mươi triệu tiền hàng khô", "!Trước hết", "đồng ý"),
        ("tiệm nằm trong chợ còn nhà ở chỗ khác thì hai nơi", "!Trước hết", "!không đồng ý"),
        ("đồng ý", "Họ và tên"),
    ],
    "what is told once it stands aside": [
        ("đăng ký hội nghị", _CONSENT),
        ("ngày bán được hai triệu tiền bánh mì thì có phải nộp thuế không", "!Trước hết"),
        ("quán tôi mở từ năm ngoái tới giờ chưa khai báo gì hết", "!Trước hết"),
        ("tôi tên Đinh Thị Lụa số 0901000712", "đồng ý"),
        ("vâng đồng ý", "Đinh Thị Lụa", "0901 000 712"),
    ],
    "a complaint keeps to itself": [
        ("đèn đường ngõ 12 hỏng cả tháng nay, nhờ phường sửa giúp", "Gửi phường"),
        ("số nhà 7, tối om không ai dám đi", "số nhà 7"),
        ("tôi bán rau một ngày tám trăm nghìn", "!tối om không ai dám đi\ntôi bán rau"),
        ("tiếp tục", "tối om", "!bán rau"),
    ],
    "a phone goes to its line and goes again": [
        ("đèn đường ngõ 12 hỏng cả tháng nay, nhờ phường sửa giúp", "Gửi phường"),
        ("số tôi là 0901000713 nhé", "!giúp\nsố tôi", "0901 000 713"),
        ("thôi bỏ số tôi đi", "!0901 000 713", "!bỏ số tôi"),
    ],
    "no thanks and no plea is a name": [
        ("đăng ký hội nghị", _CONSENT),
        ("đồng ý", "Họ và tên"),
        ("cam on em gai tot bung", "!Cam On", "!đúng không"),
        ("co nguoi that o do khong chan may qua", "!là loại nào", "!Co Nguoi"),
        ("Ngô Thị Bích 0901000714", "0901 000 714"),
        ("cho gap nguoi that voi noi may chan", "!là loại nào"),
    ],
    "a consent is no trade": [
        ("đăng ký hội nghị, Vu Thi Hoa 0901000715", _CONSENT),
        ("da dong y", "!nghề dong y", "Vu Thi Hoa"),
    ],
    "a yes with name and number": [
        ("hội nghị bao giờ", "Hội nghị đối thoại"),
        ("ok, tên Lò Văn Páo, số 0901000716", "Lò Văn Páo", _CONSENT),
        ("đồng ý", "0901 000 716"),
    ],
    "a short wish with name and number": [
        ("hoi nghi bao gio", "Hội nghị đối thoại"),
        ("dk cho minh voi, Tran Thu Ha 0901000717", _CONSENT, "!chọn 1"),
    ],
    "a list of people": [
        ("hội nghị bao giờ", "Hội nghị đối thoại"),
        (
            "1. Trần Thị Mơ 0901000718 bún 2. Lý Văn Bình 0901000719 cá 3. Đỗ Thị Sen rau",
            "3 người",
            "Lý Văn Bình",
            _CONSENT,
        ),
    ],
    "a wish and a question": [
        (
            "Cho tôi đăng ký dự hội nghị, Đào Văn Nam, 0901000720. Hỏi thêm: ai xem số của tôi?",
            _CONSENT,
            "!Câu hỏi này tôi chưa",
        ),
        ("đồng ý", "Đào Văn Nam"),
    ],
    "a call back": [
        ("gặp cán bộ", "Phòng Kinh tế"),
        ("0901000721 chi Tam, goi truoc bay gio toi", "phường lưu"),
        ("đồng ý", "0901 000 721"),
    ],
    "a number with nothing open": [
        ("số em 0901000722", "chưa ghi", "chưa đăng ký", "!không đoán"),
    ],
    "not coming, not written down": [
        ("tôi không đi họp hội nghị đâu, đừng ghi tên tôi nhé", "chưa đăng ký"),
    ],
    "erase all": [
        ("xóa hết mọi thứ tôi đã kể đi", "Xóa"),
    ],
    "is it surely erased": [
        ("xóa dữ liệu của tôi thế nào", "xóa"),
        ("chắc chắn chưa", "chưa xóa"),
    ],
    "withdraw a consent": [
        ("tôi muốn rút sự đồng ý cho giữ số của tôi được không", "đồng ý", "!Trợ lý lưu những gì"),
    ],
    "digits put right": [
        ("đăng ký hội nghị, Đỗ Văn Toản, số 0901000566", _CONSENT),
        ("à năm sáu bảy không phải sáu sáu", "đồng ý"),
        ("đồng ý", "0901 000 567"),
    ],
    "a question for the ward where a phone is asked": [
        ("nhờ cán bộ gọi lại cho tôi", "phường lưu"),
        ("đồng ý", "Gọi lại số nào"),
        (
            "thêm câu hỏi là đất nhà tôi làm quán thì thuế tính sao",
            "!Số này chưa đúng",
            "đất nhà tôi",
        ),
    ],
}


@pytest.mark.parametrize(("turns"), TALKS.values(), ids=list(TALKS))
async def test_what_a_form_takes(
    tmp_path: Path, content: Content, turns: list[tuple[str, ...]]
) -> None:
    wrong = []
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database, seats=60)
        for text, *expected in turns:
            replies = await exchange(core, channel, said(text))
            shown = "\n".join(
                "\n".join((reply.text, *(one.label for one in reply.choices))) for reply in replies
            )
            bare = shown.replace("**", "").lower()
            for words in expected:
                there = words.removeprefix("!").lower() in bare
                if there == words.startswith("!"):
                    wrong.append(f"{text}\n  {words!r}\n{shown}")
    assert not wrong, "\n\n".join(wrong)


async def test_after_days_it_says_what_stands(tmp_path: Path, content: Content) -> None:
    from tests.support.clock import FixedClock

    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await add_event(core.database, seats=60)
        for text in ("đăng ký hội nghị", "đồng ý", "Vũ Thị Hoa 0901000723"):
            await exchange(core, channel, said(text))
        clock.pass_time(hours=60)
        (reply, *_) = await exchange(core, channel, said("tôi đăng ký được chưa"))
    assert "CHƯA đăng ký" in reply.text.replace("**", "")
