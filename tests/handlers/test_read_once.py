"""A plain question is looked at once: what a turn costs is mostly what reading it costs."""

from pathlib import Path

import pytest

from content import vietnamese
from content.lexical import LexicalScorer, Scores
from content.library import Content
from content.trades import Mention, Trades
from tests.support.play import exchange, playing, said


async def test_a_plain_question_is_ranked_once_and_not_searched_for_a_trade(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    score, mentions, same_words = LexicalScorer.scores, Trades.mentions, vietnamese.same_words

    def scored(self: LexicalScorer, text: str, marked: str) -> Scores:
        done.append("rank")
        return score(self, text, marked)

    def searched(self: Trades, text: str) -> list[Mention]:
        done.append("trades")
        return mentions(self, text)

    def compared(*given: list[str]) -> bool:
        done.append("phrase")
        return same_words(*given)

    monkeypatch.setattr(LexicalScorer, "scores", scored)
    monkeypatch.setattr(Trades, "mentions", searched)
    monkeypatch.setattr("content.heard.same_words", compared)
    content.understanding._read.cache_clear()
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("mon bai con khong"))
    assert channel.texts()
    assert (done.count("rank"), done.count("trades")) == (1, 0)
    assert done.count("phrase") < 10  # most phrases begin with a word that is not there
