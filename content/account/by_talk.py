"""What each number of a talk is, by the whole talk: `by_talk.onnx` reads the messages so far and
says so of every number. Layers of a transformer, fitted by `fit_by_talk.py`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import orjson

from content.account.numbers import Number
from content.account.reading import read, tokens_of
from content.encoder.model import Matrix, rows_and_shares
from content.encoder.tokens import Vocabulary

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

HEADS = ["role", "time", "mends"]
_UNSEEN = np.float32(-1e4)  # what a message says is not known in those before it

Shares = tuple[Matrix, Matrix, Matrix]


class TalkLayers:
    """The messages of a talk -> how likely each role of each of their numbers is, each time, and
    that it mends."""

    def __init__(
        self, session: "InferenceSession", roles: Sequence[str], times: Sequence[str]
    ) -> None:
        """`session` runs what `graph.py` wrote. Raises KeyError or ValueError when it is not, or
        not for these roles and times."""
        told = session.get_modelmeta().custom_metadata_map
        if [orjson.loads(told[one]) for one in ("roles", "times")] != [list(roles), list(times)]:
            raise ValueError("talk")
        self._known = Vocabulary(orjson.loads(told["tokens"]))
        self._session = session

    def shares(
        self, lines: Sequence[str], numbers: Sequence[Sequence[Number]]
    ) -> dict[tuple[int, int], Shares]:
        """By message and place, of each number of the tidied `lines`: what its message and those
        before it say. None of a number too far back to be read."""
        talk = read(list(map(tokens_of, lines, numbers)), self._known)
        if not talk.numbers:
            return {}
        of = np.array(talk.messages)
        given = {
            **rows_and_shares(talk.rows),
            "unseen": np.where(of[None, :] > of[:, None], _UNSEEN, np.float32(0)),
            "asked": np.array([one.at for one in talk.numbers], np.int64),
        }
        told = zip(*self._session.run(HEADS, given), strict=True)
        return {
            (one.message, one.place): shares for one, shares in zip(talk.numbers, told, strict=True)
        }
