"""Wordings the encoder never learns, so that it can be judged by them."""

from pathlib import Path

HELD = Path(__file__).with_name("held.txt")


def held() -> frozenset[str]:
    return frozenset(HELD.read_text(encoding="utf-8").splitlines())
