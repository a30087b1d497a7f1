"""Pictures are decoded in a process that ends where one takes too long."""

import pytest

from bot.files.apart import DecodingApart
from bot.files.decoding import PhotoRefused, Refusal


def odd(data: bytes) -> bytes:
    """Over there, in place of the decoders."""
    if data == b"endless":
        while True:
            pass
    if data == b"card":
        raise PhotoRefused(Refusal.IDENTITY)
    return data * 2


APART = DecodingApart(odd, cpu_s=0.2)


def why(data: bytes) -> Refusal:
    with pytest.raises(PhotoRefused) as refused:
        APART.checked(data)
    return refused.value.why


def test_a_picture_that_takes_too_long_is_refused_and_the_next_is_taken() -> None:
    assert APART.checked(b"ab") == b"abab"
    assert why(b"card") is Refusal.IDENTITY
    first = APART._process._process
    assert APART.checked(b"c") == b"cc" and APART._process._process is first
    assert why(b"endless") is Refusal.TOO_SLOW
    assert first is not None and not first.is_alive()


def test_by_the_clock_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(APART, "_patience_s", 0.05)
    assert why(b"endless") is Refusal.TOO_SLOW
