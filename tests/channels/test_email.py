"""Letters to staff: what the mail server says is what becomes of them."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Rejected, Retry, SendOutcome, Sent, Stopped, Unsure
from bot.channels.email.channel import EmailChannel, LetterWords
from bot.channels.email.server import Tls
from bot.channels.email.settings import EmailSettings, read_email
from bot.settings.secret import Secret
from bot.settings.settings import ConfigError, read_settings
from bot.settings.values import Values
from handlers.talk.messages import Reply
from tests.support.mail import SENDER, Mail, mail_server

TO = "hoa@phuong.test"
REPLY = Reply("Câu hỏi **KN-7K3M9XQ** chờ ông/bà duyệt", page="can-bo/cau-hoi/KN-7K3M9XQ")


@pytest.fixture
async def mail() -> AsyncIterator[Mail]:
    async with mail_server() as server:
        yield server


class Channel:
    def __init__(self, own: EmailSettings) -> None:
        self.troubles: list[str] = []

        async def troubled(why: str) -> None:
            self.troubles.append(why)

        words = LetterWords("Đồng Hành", lambda text, page: f"{text}\n\nhttps://phuong.test/{page}")
        self.channel = EmailChannel(own.server, words, troubled)

    async def send(self, reply: Reply = REPLY) -> SendOutcome:
        return await self.channel.send(7, TO, reply)


async def test_a_letter_says_what_it_is_about_and_where_it_is(mail: Mail) -> None:
    assert isinstance(await Channel(mail.settings()).send(), Sent)
    [letter] = mail.letters
    assert letter["subject"] == "Câu hỏi KN-7K3M9XQ chờ ông/bà duyệt"
    assert (letter["to"], letter["auto-submitted"]) == (TO, "auto-generated")
    assert str(letter["from"]) == f"Đồng Hành <{SENDER}>"
    assert letter["message-id"] == "<donghanh-7@phuong.test>"
    assert "https://phuong.test/can-bo/cau-hoi/KN-7K3M9XQ" in letter.get_content()


async def test_no_line_of_what_is_said_becomes_another_head_of_the_letter(mail: Mail) -> None:
    said = Reply("Một việc\nBcc: nguoi@khac.test\r\nX-A: b\n\nThân thư")
    assert isinstance(await Channel(mail.settings()).send(said), Sent)
    [letter] = mail.letters
    assert letter["bcc"] is None and letter["x-a"] is None
    assert letter["subject"] == "Một việc Bcc: nguoi@khac.test X-A: b"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 5.1.1 no such user", Stopped("SMTP 550")),
        ("553 no", Stopped("SMTP 553")),
        ("550 5.7.1 relaying denied", Rejected("SMTP 550")),
        ("552 mailbox full", Rejected("SMTP 552")),
        ("450 try later", Retry(60.0, "SMTP 450")),
    ],
)
async def test_an_address_is_dead_only_where_the_server_says_there_is_none(
    mail: Mail, answer: str, outcome: SendOutcome
) -> None:
    mail.refuses[TO] = answer
    assert await Channel(mail.settings()).send() == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("451 busy", Retry(60.0, "SMTP 451")), ("554 spam", Rejected("SMTP 554"))],
)
async def test_a_letter_that_is_not_taken_is_sent_again_where_the_server_says_so(
    mail: Mail, answer: str, outcome: SendOutcome
) -> None:
    mail.answers = [answer]
    assert await Channel(mail.settings()).send() == outcome


async def test_a_letter_that_may_have_been_taken_is_not_sent_again(mail: Mail) -> None:
    mail.silent = True
    assert isinstance(await Channel(mail.settings()).send(), Unsure)


async def test_a_server_that_is_not_there_or_refuses_the_password_makes_everybody_wait() -> None:
    async with mail_server(password="dung") as mail:
        right, wrong = Channel(mail.settings("dung")), Channel(mail.settings("sai"))
        assert isinstance(await right.send(), Sent) and right.troubles == [""]
        outcome = await wrong.send()
        assert isinstance(outcome, Retry) and outcome.everyone and wrong.troubles == ["login"]
    gone = Channel(mail.settings())
    outcome = await gone.send()
    assert isinstance(outcome, Retry) and outcome.everyone and gone.troubles == ["unreached"]


async def test_nothing_is_handed_over_unlocked_where_a_lock_is_asked_for(mail: Mail) -> None:
    own = mail.settings().server
    asks = EmailSettings(type(own)(own.host, own.port, Tls.STARTTLS, "", own.password, SENDER))
    assert isinstance(await Channel(asks).send(), Retry)
    assert not mail.letters


SERVER = {"SMTP_HOST": "thu.phuong.vn", "SMTP_FROM": SENDER}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SMTP_FROM": ""}, "SMTP_FROM"),
        ({"SMTP_FROM": "a@b\nBcc: c@d"}, "SMTP_FROM"),
        ({"SMTP_USER": "a"}, "SMTP_PASSWORD"),
        ({"SMTP_TLS": "off"}, "SMTP_TLS"),
        ({"SMTP_TLS": "ssl"}, "SMTP_TLS"),
        ({"SMTP_PORT": "x"}, "SMTP_PORT"),
    ],
)
def test_settings_that_cannot_be_used_are_all_said(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_settings(SERVER | wrong, None)


def test_what_is_not_set_is_off_and_a_password_is_never_printed() -> None:
    assert not read_email(Values({})).is_on
    own = read_email(Values(SERVER | {"SMTP_USER": "u", "SMTP_PASSWORD": "kin", "SMTP_TLS": "tls"}))
    assert own.is_on and own.server.port == 465 and own.server.password == Secret("kin")
    assert "kin" not in repr(own)
