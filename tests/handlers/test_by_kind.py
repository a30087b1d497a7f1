"""While a text for the ward stands open, a remark is written nowhere, a question that has its
answer gets it, and what is told of the matter goes on with it, however it is put."""

from pathlib import Path

from content.library import Content
from tests.support.play import check_words, last_replies

NOISE = "quan nhau canh tiem toi mo loa keo den 12h dem, ai ma chiu duoc, nho phuong xu ly"


async def test_a_remark_is_no_part_of_the_text(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = (
        "gửi câu hỏi cho phường > sao trong hẻm ông người ta thu tiền rác tới hai lần một tháng"
        " > ừ ông biết rồi, chào con"
    )
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("không ghi vào đấy",), ("ông biết rồi",))


async def test_a_place_put_like_a_question_goes_with_the_matter(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = f"{NOISE} > duong Le Hoan, so 85 hay 87 chi do, gan cay xang"
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(replies[-1].text, ("so 85 hay 87", "Chưa gửi cho ai"), ())


async def test_a_question_beside_the_matter_is_answered(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = f"{NOISE} > đổi địa chỉ kinh doanh cần giấy gì"
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(replies[0].text, ("Chuyển cửa hàng",), ("Xin ông/bà chọn một mục",))
