"""What people say to a form in their own words: a yes with something beside it, giving it up,
corrections, several answers at once, what is no answer."""

from pathlib import Path

import pytest

from bot.channels.plain import to_text
from content.library import Content
from handlers.talk.messages import Reply
from tests.support.clock import FixedClock
from tests.support.conference import add_event
from tests.support.play import check_words, exchange, playing, said

AGREED = ("đăng ký hội nghị", "đồng ý")
NAMED = (*AGREED, "Nguyễn Thị Hoa")
CALLED = (*NAMED, "0912345678")
SHOP = (*CALLED, "Tạp hóa Hoa Lan")
KIND = (*SHOP, "1")
PLACED = (*KIND, "tổ 5")
REVIEW = (*PLACED, "2")


async def told(folder: Path, content: Content, *lines: str) -> str:
    """All that the last line got, in a conversation with one conference coming."""
    clock = FixedClock()
    async with playing(folder, content, clock) as (core, channel):
        await add_event(core.database)
        replies: list[Reply] = []
        for line in lines:
            clock.pass_time(seconds=20)
            replies = await exchange(core, channel, said(line))
    return "\n".join(to_text(reply) for reply in replies)


@pytest.mark.parametrize(
    "yes",
    [
        "ừ thế thôi đăng ký đi cháu",
        "dạ đúng rồi, gửi đi em",
        "ok chốt",
        "u dang ky giup co di chau",
        "oke em chốt dùm chị",
    ],
)
async def test_a_yes_in_a_sentence_registers(tmp_path: Path, content: Content, yes: str) -> None:
    assert "Đã giữ chỗ" in await told(tmp_path, content, *REVIEW, yes)


@pytest.mark.parametrize(
    ("both", "answer"),
    [
        ("được rồi mà hội nghị mấy giờ vậy", "Lúc: 8 giờ"),
        ("chuẩn rồi, có gửi xe không em", "chỗ gửi xe"),
        ("ừ mà có phải đóng tiền gì hông", "không mất tiền"),
        ("ok em oi, may gio bat dau", "Lúc: 8 giờ"),
    ],
)
async def test_a_yes_with_a_question_registers_and_answers(
    tmp_path: Path, content: Content, both: str, answer: str
) -> None:
    check_words(await told(tmp_path, content, *REVIEW, both), ("Đã giữ chỗ", answer), ())


@pytest.mark.parametrize(
    ("said_there", "wanted"),
    [
        ("dạ được, đăng ký đi", "Câu 1/6"),
        ("ừ thì đồng ý, mà hội nghị mấy giờ vậy em", "Câu 1/6"),
        ("rồi, đồng ý cho phường giữ thông tin của tôi", "Câu 1/6"),
        ("đồng ý, mà thông tin của tôi có lộ ra không", "đồng ý hoặc không đồng ý"),
        ("đăng ký đi", "đồng ý hoặc không đồng ý"),
    ],
)
async def test_every_clear_yes_is_a_consent_and_no_other_words_are(
    tmp_path: Path, content: Content, said_there: str, wanted: str
) -> None:
    check_words(await told(tmp_path, content, AGREED[0], said_there), (wanted,), ())


@pytest.mark.parametrize("steps", [AGREED, NAMED, CALLED, KIND, PLACED, REVIEW], ids=len)
@pytest.mark.parametrize("off", ["hủy giùm tui", "bận rồi để bữa khác", "thoi ko di dau, huy di"])
async def test_giving_it_up_is_heard_at_every_step(
    tmp_path: Path, content: Content, steps: tuple[str, ...], off: str
) -> None:
    check_words(await told(tmp_path, content, *steps, off), ("tôi dừng ở đây", "chưa gửi gì"), ())


@pytest.mark.parametrize(
    ("said_there", "wanted"),
    [
        ("dạ đúng rồi hủy giùm tui", "Đã hủy"),
        ("ok hủy luôn đi cháu", "Đã hủy"),
        ("thôi khỏi hủy", "giữ nguyên"),
        ("ừ mà thôi để đó", "giữ nguyên"),
    ],
)
async def test_a_ticket_is_cancelled_by_a_yes_in_a_sentence(
    tmp_path: Path, content: Content, said_there: str, wanted: str
) -> None:
    check_words(await told(tmp_path, content, *REVIEW, "1", "hủy vé", said_there), (wanted,), ())


@pytest.mark.parametrize(
    ("told_wrong", "line", "kept"),
    [
        ("à tên quán là Hoa Mai chứ không phải Hoa Lan", "tên cơ sở Hoa Mai", "Nguyễn Thị Hoa"),
        ("cái tên cửa hàng ghi sai rồi, phải là Hoa Mai", "tên cơ sở Hoa Mai", "Nguyễn Thị Hoa"),
        ("ghi lộn tên quán rồi con, Hoa Mai mới đúng", "tên cơ sở Hoa Mai", "Nguyễn Thị Hoa"),
        ("quán tui đổi tên rồi, giờ là Hoa Mai", "tên cơ sở Hoa Mai", "Nguyễn Thị Hoa"),
        ("ten tiem la Hoa Mai chu hong phai Hoa Lan", "tên cơ sở Hoa Mai", "Nguyễn Thị Hoa"),
        ("lộn rồi, Hoa Mai mới đúng", "chưa rõ sửa dòng nào", ""),
        ("họ tên sai, Nguyễn Thị Hòa mới đúng", "họ tên Nguyễn Thị Hòa", "Tạp hóa Hoa Lan"),
        ("đổi thành công ty", "loại cơ sở Doanh nghiệp, công ty", "Nguyễn Thị Hoa"),
    ],
)
async def test_a_correction_reaches_the_line_meant(
    tmp_path: Path, content: Content, told_wrong: str, line: str, kept: str
) -> None:
    check_words(await told(tmp_path, content, *REVIEW, told_wrong), (line, kept), ())


@pytest.mark.parametrize(
    ("told_wrong", "wanted"),
    [
        (
            "sửa tổ thành 7, số điện thoại là 0987654321",
            ("tổ dân phố TDP 7", "0987 654 321 thay cho"),
        ),
        ("sửa tên quán thành Hoa Mai với tổ 7", ("tên cơ sở Hoa Mai thay", "TDP 7 thay cho")),
        (
            "sửa tên thành Lê Văn Tám với số đuôi 79",
            ("họ tên Lê Văn Tám", "0912 345 679 thay cho"),
        ),
        ("doi to 7, ten quan Hoa Mai", ("TDP 7 thay cho", "tên cơ sở Hoa Mai")),
        ("quán Hoa Mai, tổ 9, 3 người", ("quán Hoa Mai thay cho", "TDP 9", "số người đi 3")),
        ("sửa năm sinh thành 1970, tổ 7", ("TDP 7 thay cho", "năm sinh thành 1970”: tôi chưa")),
        ("4 người, tổ 8", ("TDP 8", "nhiều nhất 3 người, ông/bà nói 4 người")),
    ],
)
async def test_two_corrections_are_both_made_or_the_one_left_is_named(
    tmp_path: Path, content: Content, told_wrong: str, wanted: tuple[str, ...]
) -> None:
    check_words(await told(tmp_path, content, *REVIEW, told_wrong), wanted, ())


async def test_two_lines_without_a_value_are_asked_for_one_after_the_other(
    tmp_path: Path, content: Content
) -> None:
    lines = (*REVIEW, "tên quán sai, tổ cũng sai", "Hoa Mai", "7")
    check_words(await told(tmp_path, content, *lines), ("TDP 7 thay cho", "Hoa Mai (hộ"), ())


@pytest.mark.parametrize(
    ("told_wrong", "wanted"),
    [
        (
            "tổ 7 nha, số đúng là 0987654321, tên Nguyễn Thị Hòa",
            ("TDP 7 thay cho", "0987 654 321 thay cho", "Nguyễn Thị Hòa thay cho"),
        ),
        ("sửa tổ thành 7, số điện thoại là 0912", ("TDP 7 thay", "Còn số điện thoại thì chưa")),
        ("tên sai rồi, quán Hoa Mai mới đúng", ("tên cơ sở quán Hoa Mai", "Đã sửa")),
    ],
)
async def test_a_ticket_takes_every_correction_and_says_what_it_did_not(
    tmp_path: Path, content: Content, told_wrong: str, wanted: tuple[str, ...]
) -> None:
    check_words(await told(tmp_path, content, *REVIEW, "1", told_wrong), wanted, ())


async def test_what_a_ticket_was_told_in_one_message_stands_on_it(
    tmp_path: Path, content: Content
) -> None:
    lines = (*REVIEW, "1", "tổ 7 nha, số đúng là 0987654321, tên Nguyễn Thị Hòa")
    check_words(await told(tmp_path, content, *lines, "vé của tôi"), ("Nguyễn Thị Hòa",), ())
    shown = await told(tmp_path / "again", content, *lines, "dữ liệu của tôi", "1")
    check_words(shown, ("0987 654 321", "TDP 7"), ())


@pytest.mark.parametrize(
    "none",
    [
        *("chưa có đăng ký gì", "chưa có tên quán", "hổng có tên con ơi", "quán chưa đặt tên"),
        *("bán vỉa hè thôi chớ có tên gì đâu", "chua co dang ky gi het"),
    ],
)
async def test_a_shop_without_a_name_is_none(tmp_path: Path, content: Content, none: str) -> None:
    check_words(await told(tmp_path, content, *CALLED, none), ("Câu 5/6",), (none, "loại nào"))


@pytest.mark.parametrize(
    ("steps", "asks_on"), [(AGREED, "Câu 1/6"), (CALLED, "Câu 3/6"), (KIND, "Câu 5/6")], ids=len
)
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("đồ ngu", "Xin lỗi"),
        ("do dien", "Xin lỗi"),
        ("hỏi chi vậy", "giữ chỗ, báo khi có thay đổi"),
        ("cái đó ghi làm gì", "giữ chỗ, báo khi có thay đổi"),
        ("chú", "ví dụ"),
        ("ten gi", ""),
    ],
)
async def test_scolding_asking_and_titles_are_nobodys_name_shop_or_place(
    tmp_path: Path,
    content: Content,
    steps: tuple[str, ...],
    asks_on: str,
    text: str,
    why: str,
) -> None:
    check_words(await told(tmp_path, content, *steps, text), (asks_on, why), ())


@pytest.mark.parametrize("text", ["bác Ba", "chú Sáu", "cô Tư bán bún", "bà chủ quán", "quên rồi"])
async def test_how_somebody_is_called_is_no_name(
    tmp_path: Path, content: Content, text: str
) -> None:
    shown = await told(tmp_path, content, *AGREED, text)
    check_words(shown, ("Câu 1/6", "Nguyễn Thị Hoa"), ("Câu 2/6",))


@pytest.mark.parametrize("text", ["Ba", "Út", "Chú Đệ", "chị Hoa", "Nguyễn Văn Ba", "Lê Tư"])
async def test_a_name_that_reads_like_a_title_is_one(
    tmp_path: Path, content: Content, text: str
) -> None:
    check_words(await told(tmp_path, content, *AGREED, text), ("Câu 2/6",), ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("091234567890", "có 12 chữ số, thừa 2"),
        ("0912 345 678 90", "có 12 chữ số, thừa 2"),
        ("số tui là 0912 345 6789", "có 11 chữ số, thừa 1"),
        ("09123456", "có 8 chữ số, thiếu 2"),
        ("hổng nhớ số con ơi", "số của con cháu"),
    ],
)
async def test_no_digit_of_a_number_is_cut_off(
    tmp_path: Path, content: Content, text: str, why: str
) -> None:
    check_words(await told(tmp_path, content, *NAMED, text), (why, "Câu 2/6"), ())


async def test_a_street_is_no_neighbourhood(tmp_path: Path, content: Content) -> None:
    shown = await told(tmp_path, content, *KIND, "đường Trần Phú")
    check_words(shown, ("không phải tên đường", "Câu 5/6"), ())


async def test_a_shop_may_be_called_as_somebody_is(tmp_path: Path, content: Content) -> None:
    check_words(await told(tmp_path, content, *CALLED, "Cô Ba"), ("“Cô Ba” là loại nào",), ())


@pytest.mark.parametrize(
    ("steps", "wrong", "short", "example"),
    [
        (NAMED, "abc", "Xin gõ số điện thoại", "0912 345 678"),
        (AGREED, "là sao ta", "Xin gõ họ và tên", "Nguyễn Thị Hoa"),
        (PLACED, "đông lắm", "Xin gõ một số", "1, 2 hoặc 3"),
        (REVIEW, "lăng nhăng quá", "Lời vừa rồi chưa ghi", "gõ 1"),
        (AGREED[:1], "hmm", "Xin trả lời đồng ý", "không đồng ý"),
    ],
)
async def test_a_wrong_answer_is_told_shorter_then_a_person_is_offered(
    tmp_path: Path,
    content: Content,
    steps: tuple[str, ...],
    wrong: str,
    short: str,
    example: str,
) -> None:
    answers = [
        await told(tmp_path / str(times), content, *steps, *(wrong,) * times)
        for times in (1, 2, 3, 4)
    ]
    check_words(answers[1], (short, example), ("gặp cán bộ",))
    check_words(answers[2], (short, "gặp cán bộ"), ())
    assert len(answers[1]) < len(answers[0]) and len(set(answers[:3])) == 3
    assert answers[3] != answers[2]


async def test_why_a_number_is_wrong_is_said_every_time(tmp_path: Path, content: Content) -> None:
    shown = await told(tmp_path, content, *NAMED, "0912 345 678 90", "09123456")
    check_words(shown, ("có 8 chữ số, thiếu 2", "0912 345 678"), ())


@pytest.mark.parametrize(
    ("steps", "said_there", "wanted"),
    [
        (NAMED, "nói dễ hiểu hơn", ("Tôi cần số điện thoại", "Câu 2/6")),
        (KIND, "nói lại coi", ("Tôi cần số tổ dân phố", "Câu 5/6")),
        (SHOP, "hổng hiểu", ("hộ kinh doanh", "Câu 4/6")),
        (NAMED, "làm ở đâu", ("Hội trường", "Câu 2/6")),
        (KIND, "12, hai người", ("số người đi 2", "TDP 12")),
        (NAMED, "0904555666, quán Bảy, tổ 12, 2 người", ("quán Bảy", "TDP 12")),
        (AGREED, "Trần Văn Bảy 0904555666, cà phê, tổ 12, hai người", ("TDP 12", "Câu 4/6")),
    ],
)
async def test_the_form_goes_on_from_what_it_was_told_or_asked(
    tmp_path: Path,
    content: Content,
    steps: tuple[str, ...],
    said_there: str,
    wanted: tuple[str, ...],
) -> None:
    check_words(await told(tmp_path, content, *steps, said_there), wanted, ())


@pytest.mark.parametrize(
    ("steps", "said_there", "wanted", "unwanted"),
    [
        (CALLED, "mẹ e bán rau ngoài chợ, ko có đkkd", "Câu 5/6", "loại nào"),
        (CALLED, "bác không có hộ kinh doanh, bác sửa đồng hồ ở nhà", "Câu 5/6", "đúng không"),
        (SHOP, "sai rồi, đó ko phải tên. chưa đăng ký kd", "Câu 5/6", "loại nào"),
        (REVIEW, "ừ 1", "Đã giữ chỗ", ""),
        (REVIEW, "dạ 1 nha em", "Đã giữ chỗ", ""),
        (REVIEW, "được rồi đăng ký đi cháu", "Đã giữ chỗ", ""),
    ],
)
async def test_what_a_stranger_typed_is_understood(
    tmp_path: Path,
    content: Content,
    steps: tuple[str, ...],
    said_there: str,
    wanted: str,
    unwanted: str,
) -> None:
    shown = await told(tmp_path, content, *steps, said_there)
    check_words(shown, (wanted,), (unwanted,) if unwanted else ())
