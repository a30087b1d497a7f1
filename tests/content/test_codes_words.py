"""A code is told from words that begin like one, however they are typed."""

import random

import pytest

from content.codes import ALPHABET, CodeKind, find_code, is_code, looks_like_code, new_code
from content.syllables import is_made_of_syllables

WORDS = """
dk hoi nghi
DK HOI NGHI
Dk hoi nghi
dk hoinghi
dkhoinghi
dk di hop
dk di hop a
dk: hoi nghi
dk. hoi nghi
dk cho toi
dk ban hang
dk 10 nguoi
dk 2 nguoi
dk thue nha
dk kinh doanh
dk gio choi
kn via he
kn: cho toi hoi
kn: duong ngap
kn - den hong
kn cong tac
kn cua toi
gm cho toi
gm hoi nghi
gm: that khong
cb ban hang
cb thu thue
cb. phuong
lk ngan hang
lk voi me
lk: ngan hang
"""

CODES = """
DK-7K3M9XQ
dk7k3m9xq
dk 7k3 m9xq
DK 7K3M 9XQ
gm-abc123
GM-XXXX
KN-2345
kn: 7k3m9xx
cb 7k3m9xq
lk.7k3m9xq
DK-BCDFGHK
dk bcd fghk
"""


@pytest.mark.parametrize("text", WORDS.strip().splitlines())
def test_words_that_begin_like_a_code_are_words(text: str) -> None:
    assert not looks_like_code(text)
    assert find_code(text) is None


@pytest.mark.parametrize("text", CODES.strip().splitlines())
def test_what_is_meant_as_a_code_is_still_seen(text: str) -> None:
    assert looks_like_code(text)


def test_every_code_is_found_as_it_is_printed_and_nearly_every_one_as_it_is_dictated() -> None:
    kinds = list(CodeKind)
    codes = [new_code(kinds[n % len(kinds)]) for n in range(2000)]
    assert all(is_code(code) for code in codes)
    assert not any(code[3:].isalpha() for code in codes)
    assert all(find_code(code.lower().replace("-", " ")) for code in codes)
    dictated = [f"{code[:2].lower()} {code[3:6].lower()} {code[6:].lower()}" for code in codes]
    lost = sum(find_code(text) is None for text in dictated)
    assert lost < 10


def test_letters_drawn_by_lot_hardly_ever_make_syllables() -> None:
    letters = [char for char in ALPHABET.lower() if char.isalpha()]
    lot = random.Random(5)
    drawn = ["".join(lot.choices(letters, k=7)) for _ in range(5000)]
    assert sum(map(is_made_of_syllables, drawn)) < 50
