"""What is typed into any field of the console is kept without numbers nobody should keep."""

import hashlib

import pytest

from bot.web.console import seen
from bot.web.console.visit import covered_in

SAID = "căn cước 079201001234"


@pytest.mark.parametrize("name", ["title", "basis", "why", "a_field_of_tomorrow", "content"])
def test_an_identity_number_is_covered_in_every_field(name: str) -> None:
    said = covered_in(name, SAID)
    assert "079201001234" not in said.text and said.kinds


@pytest.mark.parametrize("name", ["csrf", seen.FIELD, seen.OPENED, "key", "password"])
def test_a_key_stays_as_it_is(name: str) -> None:
    assert covered_in(name, "123e4567-e89b-12d3-a456-426614174000 079201001234").kinds == ()


def test_an_account_stays_in_what_the_office_says_and_goes_from_what_a_citizen_said() -> None:
    said = "tài khoản 3511012345678 của Kho bạc"
    assert covered_in("text", said).text == said
    assert covered_in("content", said).kinds


def test_the_number_of_a_record_stays() -> None:
    for said in ("1795873876725760", "answer:1795873876725760", "4111111111111111"):
        assert covered_in("answer", said).text == said
    assert covered_in("text", "thẻ 4111 1111 1111 1111 của khách").kinds


def test_what_a_page_shows_is_known_again_whatever_digits_its_digest_has() -> None:
    for number in range(5000):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        for said in (
            digest,
            digest[:16],
            digest[:20],
            f"mon-bai:{digest[:16]}",
            f"KN-NMKS3MA:{digest[:16]}",
        ):
            assert covered_in("item", said).text == said
    for typed in ("079201001234", "a079201001234", "cccd:079201001234"):
        assert covered_in("item", typed).kinds
