"""Which of what we send unasked a line ends, and which it keeps."""

import pytest

from content.sendings import sendings_in

# What is ended, what is kept: n news, r reminders, m meetings; ? messages, not said which.
TOLD = """
r|n|đừng nhắc tôi nữa, tin hàng tháng thì vẫn gửi
|n|tin hàng tháng thì vẫn gửi
n|r|bỏ tin hàng tháng đi, nhắc hạn thì giữ
n|r|bo tin hang thang di nhac han thi giu
r|n|thôi nhắc hạn, bản tin thì cứ gửi
r|n|nhắc hạn khỏi cần, tin thì vẫn lấy
r|n|cứ gửi tin hàng tháng, còn nhắc thì thôi
n|r|đừng gửi bản tin nữa nhưng vẫn nhắc hạn thuế cho tôi
n|r|chỉ cần nhắc hạn thôi
n|r|tin thì thôi nhưng nhắc hạn vẫn để nhé
r||tắt nhắc hạn
r||bỏ nhắc
r||khỏi nhắc, tôi nhớ rồi
r||nhắc thuế thì đừng
n||dừng nhận tin
n||không nhận tin nữa
n||ban tin khong can nua
n||đừng gửi tin vay vốn nữa
nr||đừng gửi tin với nhắc hạn nữa
m||đừng báo hội nghị nữa
m|n|tin hội nghị thì thôi, tin thuế vẫn gửi
|r|đừng tắt nhắc hạn của tôi
?||thôi đừng nhắn tin nữa
?||dung nhan tin nua
?||đừng làm phiền tôi nữa
?||tắt thông báo đi
"""
NOT_SAID = """
nhắc tôi
nhắc tôi trước hạn
sao không nhắc tôi
không nhắc thì quên mất
làm sao để tắt nhắc hạn
đừng tin nó
nghe nói bỏ thuế khoán rồi
hủy đăng ký
tin nhắn lừa đảo
tôi nhận tin nhắn lạ
tháng nào có tin thì nhắn tui
không gửi thông báo doanh thu thì sao
còn tin tức của phường nữa
bật nhạc to quá, tắt đi
"""


@pytest.mark.parametrize("line", TOLD.strip().splitlines())
def test_only_what_is_named_is_ended(line: str) -> None:
    ended, kept, text = line.split("|")
    found = sendings_in(text)
    assert found is not None, text
    said = ["".join(sorted(one[0] for one in which)) for which in (found.ended, found.kept)]
    assert said == ["" if found.everything else ended, kept], text
    assert found.everything == (ended == "?"), text


@pytest.mark.parametrize("text", NOT_SAID.strip().splitlines())
def test_what_ends_nothing_is_not_heard_so(text: str) -> None:
    assert sendings_in(text) is None
