"""How somebody does business, in the words people use."""

import pytest

from content.trade_kinds import trade_kind_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bán ở chợ", "shop"),
        ("ban o cho", "shop"),
        ("tôi có cửa hàng tạp hóa", "shop"),
        ("bán trên shopee với tiktok", "platform"),
        ("tự bán qua zalo", "online"),
        ("cho thuê nhà trọ", "rent"),
        ("cắt tóc gội đầu", "service"),
        ("vừa bán hàng vừa cho thuê phòng", "both"),
        ("bán ở chợ có phải nộp thuế không", ""),
        ("tôi không biết", ""),
    ],
)
def test_the_kind_is_heard(text: str, kind: str) -> None:
    assert trade_kind_in(text) == kind
