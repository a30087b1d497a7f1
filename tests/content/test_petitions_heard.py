"""Petitions and harassment in the words of strangers: offered, sent to the lane, and a question or
a statement never taken for either."""

from collections import defaultdict
from pathlib import Path

import pytest

from content.library import Content
from content.petitions import (
    is_question,
    may_tell_of_harassment,
    raised_in,
    tells_of_harassment,
)
from content.search import Decision
from tests.support.conference import loaded_content

# By strangers who saw neither the wordings nor the program; all of it was read since. What a set
# comes to that no layer read is in docs/faq-quality.md (`content/encoder/fit_weighing.py`).
LEAST_OFFERED, MOST_WRONGLY = 0.9, 0.02
LEAST_TO_THE_LANE, MOST_TO_THE_LANE = 0.95, 0.03
STRANGERS = Path(__file__).parent.parent / "understanding" / "petitions_of_strangers.tsv"


@pytest.fixture(scope="module")
def content() -> Content:
    return loaded_content(with_encoder=True)


def offered(content: Content, text: str) -> bool:
    reading, heard = content.understanding.read(text), content.understanding.petitions(text)
    raised = raised_in(text, heard, answered=reading.decision is Decision.ANSWER)
    return raised is not None and not tells_of_harassment(text, heard)


def test_strangers_are_heard(content: Content) -> None:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for line in STRANGERS.read_text(encoding="utf-8").splitlines():
        kind, text = line.split("\t")
        by_kind[kind].append(text)

    def lane(text: str) -> bool:
        return tells_of_harassment(text, content.understanding.petitions(text))

    def share(kind: str, found: list[str]) -> float:
        return len(found) / len(by_kind[kind])

    said = by_kind["petition"]
    asked, none = by_kind["question"], by_kind["none"]
    assert share("petition", [one for one in said if offered(content, one)]) >= LEAST_OFFERED
    wrongly = [one for one in asked if offered(content, one) or lane(one)]
    assert share("question", wrongly) <= MOST_WRONGLY, wrongly
    assert share("harassment", list(filter(lane, by_kind["harassment"]))) >= LEAST_TO_THE_LANE
    assert share("none", list(filter(lane, none))) <= MOST_TO_THE_LANE


def test_what_may_be_harassment_is_kept_nowhere(content: Content) -> None:
    lines = [line.split("\t") for line in STRANGERS.read_text(encoding="utf-8").splitlines()]
    kept = [
        text
        for kind, text in lines
        if kind == "harassment"
        and not may_tell_of_harassment(text, content.understanding.petitions(text))
    ]
    assert kept == []


@pytest.mark.parametrize(
    "text",
    [
        "ok cảm ơn, nóng tí thông cảm",
        "Xin cảm ơn và chúc mọi người sức khỏe",
        "mỗi ngày bán được hai triệu rưỡi, chủ nhật nghỉ",
        "tính lại giúp em với",
        "sang năm tính cả vật tư thì khoảng một tỷ tư",
        "tiền công tháng bốn chục, tiền hàng mười triệu. Tính thuế giúp anh",
        "em quên mã OTP rồi",
        "Chào các cháu ở phường. Bà là Hòa bán tạp hóa đầu ngõ 42, mắt kém nên bà gõ chậm",
        "Cam on anh chi, tra loi nhanh ghe luon",
        "nghỉ mùng một hôm rằm bà đi chùa, một năm chắc hai mươi tư ngày, cháu trừ đi cho bà",
        "Em la Do Thi Minh Ngoc 0983 207 551, em gai em la Do Thi Minh Ngan 0983 207 515",
        "đèn đường hỏng thì báo vào đâu để người ta sửa",
        "mà phụ tùng 25 triệu là tiền tôi nhập về đấy, bán ra thì lời thêm 20%",
        "nếu không lên, cứ ở hộ với mức đấy thì tôi nộp kiểu nào",
        "bác tổ trưởng nói bỏ thuế khoán rồi, ai cũng phải tự khai hết",
        "Vô lý quá, chưa thu được tiền mà đã bắt tính thuế!",
        "à em hỏi cái hoá đơn đồng phục, trường đòi hoá đơn 45 triệu",
        "lúc nãy tôi nói nhầm, chín mươi bát là hồi trước, giờ có bảy mươi bát thôi",
        "me toi ten Bui Thi Lan nhe, me khong co dien thoai",
        "số nó đuôi 944, chặn luôn hay để báo công an",
        "Phản ánh này có ảnh hưởng hồ sơ của tôi không, sợ bị để ý lắm",
        # Told for their question, which has an answer.
        "Quán tôi mở trong chợ mười năm nay, vợ con trông coi cả, tháng này tôi đau chân phải nghỉ."
        " Hỏi mấy người thì mỗi người nói một kiểu, chẳng ai rõ. Tạm nghỉ kinh doanh ba tháng thì"
        " làm thủ tục gì?",
    ],
)
def test_what_is_said_in_passing_is_not_offered(content: Content, text: str) -> None:
    assert not offered(content, text)
    assert not tells_of_harassment(text, content.understanding.petitions(text))


@pytest.mark.parametrize(
    "text",
    [
        "Mấy anh công an khu vực tìm lại được cái xe đẩy cho mạ con, nhà con biết ơn lắm",
        "tôi quên ví ở quầy, chị cán bộ gọi điện trả lại đủ không thiếu thứ gì",
        "anh thuế xuống tiệm hướng dẫn em tận tay mà hok nhận đồng nào, gửi lời cảm ơn",
        "phường nên công khai danh sách giấy tờ ngay ở cửa, đỡ phải về lấy lại mấy lần",
        "họ nhận là cán bộ VNeID hướng dẫn quét mặt, bố tôi bị lừa mười hai triệu",
    ],
)
def test_praise_petitions_and_swindlers_are_not_for_the_lane(content: Content, text: str) -> None:
    assert not tells_of_harassment(text, content.understanding.petitions(text))


@pytest.mark.parametrize(
    "text",
    [
        "quê em ở Bạc Liêu, phường mình dễ thương ghê",
        "trước tôi hay chê, nay thấy làm nhanh thật",
        "vật liệu xây dựng đổ đầy ngõ",
        "bắt nộp lại từ đầu, mệt quá",
    ],
)
def test_a_word_that_also_asks_asks_nothing_here(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "mấy anh ấy bảo tiền tôi nhập về phải chia 2 triệu",
        "cán bộ thuế bảo tôi nộp bao nhiêu thì ảnh mới ký",
        "họ đòi 5 triệu, không đưa thì tôi nộp kiểu nào",
        "cán bộ thuế đòi ba triệu mới chịu ký",
    ],
)
def test_ones_own_money_that_is_wanted_of_one_goes_to_the_lane(content: Content, text: str) -> None:
    assert tells_of_harassment(text, content.understanding.petitions(text))


@pytest.mark.parametrize(
    "text",
    [
        "hôm nọ chờ ở một cửa hai tiếng rồi người ta bảo về lấy giấy khác, ăn nói trống không, bực",
        "gọi tổ trưởng ba lần rồi mà có ai làm gì đâu",
        "Bữa trước phường phạt tôi 2 triệu vì để xe lấn đường, quán kế bên tràn bàn ra thì không ai"
        " nói. Bất công thiệt.",
    ],
)
def test_a_petition_told_in_a_talk_is_offered(content: Content, text: str) -> None:
    assert offered(content, text)
