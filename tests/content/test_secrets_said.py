"""Secrets as people type them, and what only looks like one: sentences in a table each, written
before anybody looked at what finds them."""

from pathlib import Path

import pytest

from content.sensitive import Sensitive, mask

FILES = Path(__file__).parent / "files"
SAID = [line.split("\t") for line in (FILES / "secrets.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("kind", "secret", "said"), SAID, ids=[said for *_, said in SAID])
def test_a_secret_is_covered(kind: str, secret: str, said: str) -> None:
    masked = mask(said)
    assert said.endswith(secret) or secret in said
    assert "đã che]" in masked.text
    before, *_ = said.rpartition(secret)
    assert not set(secret.split()) & set(masked.text.removeprefix(before).split())
    assert masked.text.startswith(before[: len(before) // 2])
    if kind != "-":
        assert Sensitive(kind) in masked.kinds
    assert mask(masked.text).text == masked.text


@pytest.mark.parametrize("said", (FILES / "no_secrets.txt").read_text("utf-8").splitlines())
def test_what_only_looks_like_a_secret_stays(said: str) -> None:
    assert mask(said).text == said
