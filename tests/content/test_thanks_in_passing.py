"""A thank you with small talk is one; praise of officials, orders and questions are not."""

import pytest

from content.closing import closes, thanks_and_leaves


@pytest.mark.parametrize(
    "said",
    [
        "cám ơn nha em bận ra lò đá",
        "camr own nhé, anh máy này lễ phép đấy",
        "thankiu bot",
        "tks ad nha iu iu",
        "quý phường nhiệt tình quá, tôi xin cảm ơn",
        "cám ơn con nhiều nghen mai mốt có kỳ sau thì biểu dì",
    ],
)
def test_small_talk_beside_thanks_is_thanks(said: str) -> None:
    assert thanks_and_leaves(said)


@pytest.mark.parametrize(
    "said",
    [
        "cảm ơn cán bộ một cửa làm nhanh gọn",
        "cảm ơn, hủy vé giúp tôi",
        "cảm ơn, mà mấy giờ họp",
        "cảm ơn, tháng tôi bán 20 triệu",
        "cảm ơn, cho xin link",
        "cảm ơn, mà đường ngõ chị vẫn ngập",
        "cảm ơn nhưng tôi chưa hiểu",
        "cảm ơn em, cháu nhà chị bị điện giật",
        "cảm ơn, gửi tin cho tôi nhé",
        "cảm ơn, tên tôi là Lan",
    ],
)
def test_what_is_praised_ordered_or_asked_is_more(said: str) -> None:
    assert not thanks_and_leaves(said)


@pytest.mark.parametrize(
    "said", ["thôi nhé tôi trả máy cho nó", "vậy thôi nha, khi nào cần cô hỏi"]
)
def test_a_leave_closes(said: str) -> None:
    assert closes(said)


@pytest.mark.parametrize("said", ["thôi chị đi chợ mà đường ngập", "thôi em về mà bị đau bụng"])
def test_a_leave_with_news_closes_nothing(said: str) -> None:
    assert not closes(said)
