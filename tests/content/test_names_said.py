"""People named in everyday words, without capitals: what a machine takes out before others read it.
The table was written before anybody looked at what finds them; `=`: nothing is taken out."""

from pathlib import Path

import pytest

from content.anonymous import proposed

TABLE = (Path(__file__).parent / "files" / "names_said.tsv").read_text("utf-8")


@pytest.mark.parametrize(("said", "shown"), [line.split("\t") for line in TABLE.splitlines()])
def test_names_go_and_words_stay(said: str, shown: str) -> None:
    assert proposed(said) == (said if shown == "=" else shown)
