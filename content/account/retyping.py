"""A message as others would type it (`content/encoder/noise.py`), its numbers where they are: to
train with only."""

import random
from dataclasses import replace
from itertools import groupby

from content.account.reading import TalkToken, words_between
from content.encoder.noise import Noise
from content.library import FOLDER
from content.wording import Shorthand

_UNHINTED = 0.15
_OFTEN_LEFT_OUT = (",", ".", "!")


class Retyping:
    """Always the same for one seed."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)  # noqa: S311  # typing, no secret
        self._noise = Noise(seed, Shorthand.load(FOLDER / "shorthand.yaml"))

    def __call__(self, tokens: list[TalkToken]) -> list[TalkToken]:
        """One way to type a message."""
        way = self._noise.way()
        typed: list[TalkToken] = []
        for is_number, some in groupby(tokens, key=lambda one: one.number >= 0):
            if is_number:
                typed += (
                    replace(one, hints=()) if self._rng.random() < _UNHINTED else one
                    for one in some
                )
            else:
                typed += words_between(way(" ".join(one.words[0] for one in some)))
        if self._rng.random() < 0.3:
            typed = [one for one in typed if one.words[0] not in _OFTEN_LEFT_OUT]
        at = self._rng.randrange(max(1, 7 * len(typed)))
        return [one for place, one in enumerate(typed) if place != at or one.number >= 0]
