"""What people want done, agree to, put off or call off in words of their own; how they wish to be
called."""

from pathlib import Path

import pytest

from content.addressing import addressed, as_before, form_wished
from content.library import Content
from handlers.talk.answered import FormAnswer, agreed_with, answer_in
from storage.event_models import RegistrationState
from tests.support.conference import add_event, loaded_content
from tests.support.play import exchange, playing, said

PETITION = "cống trước nhà số 18 Lê Lợi tắc cả tuần, nước đen tràn vô quán, phường thông giùm"


@pytest.fixture(scope="module")
def content() -> Content:
    return loaded_content(with_encoder=True)


async def last(folder: Path, content: Content, *lines: str) -> str:
    """What the last line got, where a conference is open."""
    async with playing(folder, content) as (core, channel):
        await add_event(core.database)
        replies = []
        for line in lines:
            replies = await exchange(core, channel, said(line))
    return "\n".join(reply.text.replace("**", "") for reply in replies)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["đăng ký dự hội nghị", "toi bang long, cam on chau"], "Họ và tên người đi dự"),
        (["đăng ký dự hội nghị", "ừ o ưng, ghi đi con"], "Họ và tên người đi dự"),
        (
            ["đăng ký dự hội nghị", "yes Minh Tuấn nha, tên Trần Minh Tuấn 0782 004 519, ghi đi"],
            "Đã đăng ký",
        ),
        (
            ["đki cho mẹ em dc k", "Trần Thị Bưởi, 0905 112 334", "em ko đi, chỉ mẹ thôi, đồng ý"],
            "Đã đăng ký, đã giữ chỗ cho Trần Thị Bưởi",
        ),
        (["đăng ký dự hội nghị", "đồng ý", "em bấm nhầm vào chỗ này, cho em ra ạ"], "chưa gửi gì"),
        (["đăng ký dự hội nghị", "đồng ý", "đang dở tay, túi o mần tiếp hí"], "cứ thong thả"),
        ([PETITION, "chuẩn rồi gửi thôi, cảm ơn nhiều nha"], "đồng ý chứ ạ"),
        ([PETITION, "gui luon di. e la Nguyen Dinh Nghia 0986 270 153"], "tôi gửi ngay"),
        ([PETITION, "gui luon di. e la Nguyen Dinh Nghia 0986 270 153", "ừ gửi đi con"], "Đã nhận"),
        (["nhắc em hạn nộp thuế với"], "chưa đặt lời nhắc nào"),
        (
            ["nhắc em hạn nộp thuế với", "dưới 500 triệu", "bán tạp hóa", "2 năm rồi"],
            "Phường nhắn ông/bà trước mỗi hạn",
        ),
        (["gọi tôi là cô", "cảm ơn"], "Cô cần hỏi"),
        (["gọi tôi là cô", "gọi như cũ"], "Ông/bà cần hỏi gì"),
    ],
)
async def test_it_comes_to_where_it_was_meant(
    lines: list[str], wanted: str, tmp_path: Path, content: Content
) -> None:
    told = await last(tmp_path, content, *lines)
    assert wanted in told, told


async def test_a_seat_is_given_back_with_what_is_asked_beside(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        for line in ("đăng ký dự hội nghị, Nguyễn Thị Thảo 0912 334 556", "đồng ý"):
            await exchange(core, channel, said(line))
        asked = await exchange(
            core, channel, said("huy luon di, so dien thoai co bi giu lai khong")
        )
        assert "còn giữ tới" in asked[0].text
        await exchange(core, channel, said("dạ bỏ giúp em ạ, hôm khác em đi"))
        contact = await core.database.transaction(lambda tx: tx.contacts.find("test", "7"))
        assert contact is not None
        kept = await core.database.transaction(lambda tx: tx.registrations.of_contact(contact.id))
        assert [one.state for one in kept] == [RegistrationState.CANCELLED]


async def test_how_one_is_called_is_shown_and_forgotten_with_the_rest(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("đừng gọi ông bà, gọi em thôi"))
        shown = await exchange(core, channel, said("dữ liệu của tôi"))
        assert "Cách gọi đã dặn: em" in shown[0].text
        assert "ông/bà" not in shown[0].text
        await exchange(core, channel, said("xóa dữ liệu của tôi"))
        for _ in range(2):
            await exchange(core, channel, said("1"))
        after = await exchange(core, channel, said("dữ liệu của tôi"))
        assert "ông/bà" in after[0].text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("gọi tôi là cô", "cô"),
        ("Con xưng con gọi dì là dì Tám nghen", "dì Tám"),
        ("dung goi bac nua, co moi bon lam thoi, goi co la vua", "cô"),
        ("xung chau goi co di", "cô"),
        ("thay vì quý khách thì gọi chị Nga cho thân mật", "chị Nga"),
        ("mình không thích bị gọi là cô, gọi chị thôi", "chị"),
        ("đừng kêu bằng ông, tui mới 40 à", ""),
        ("đừng nhắn nữa, gọi đi", ""),
    ],
)
def test_how_one_wishes_to_be_called(text: str, form: str) -> None:
    assert form_wished(text) == form


def test_a_form_stands_where_everybodys_stood() -> None:
    assert addressed("Mời ông/bà chọn. **Ông/bà** gõ 1.", "dì Tám") == (
        "Mời dì Tám chọn. **Dì Tám** gõ 1."
    )
    assert as_before("cứ gọi ông bà như cũ đi")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("khong dong y cho luu", FormAnswer.NO),
        ("dẹp đi, hỏi nhiều quá", FormAnswer.STOP),
        ("mai e điền tiếp nha", FormAnswer.LATER),
        ("Nguyễn Văn Hòa", None),
        ("thông tin này ai xem được", None),
        ("0912 345 678", None),
    ],
)
def test_an_answer_is_heard(text: str, answer: FormAnswer | None, content: Content) -> None:
    assert answer_in(content.understanding, text) is answer


@pytest.mark.parametrize(
    "text",
    [
        "không đồng ý đâu",
        "chưa đồng ý, để hỏi chồng đã",
        "đồng ý nếu phường không gọi",
        "thông tin này có bị lộ không",
        "thôi để mai",
    ],
)
def test_what_is_no_clear_yes_is_none(text: str, content: Content) -> None:
    assert agreed_with(content.understanding, text) is None
