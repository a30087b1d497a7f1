"""Scores by the encoder: how close a message is to what each key means."""

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from content.encoder.intents import INTENTS, LAYERS, Intent, IntentLayer, load_layer
from content.encoder.model import FILE, Encoder, Matrix
from content.encoder.tokens import words_in
from content.encoder.turns import TurnLayer, load_turns
from content.lexical import Scores
from content.vietnamese import fold
from content.wording import Shorthand, normalise

log = logging.getLogger(__name__)

READINGS_KEPT = 4096  # of some two kilobytes each
UNREADABLE = (ImportError, OSError, KeyError, ValueError)  # what `Encoder.load` raises
MIDDLES_KEPT = 128  # keys it was not trained on; most are as they were in the edition before
NEW_KEY_READ = 8  # wordings of a key the encoder was not trained on; their mean is its vector


class EncoderScorer:
    """Compares a message with the vector of each key: the learned one, or of a key that came later
    the mean of its wordings, so that a new entry is found before the next training."""

    def __init__(
        self,
        encoder: Encoder,
        keys: Sequence[str],
        wordings: Mapping[str, Sequence[str]],
        shorthand: Shorthand,
        layers: Mapping[str, IntentLayer | None] = MappingProxyType({}),
        turns: TurnLayer | None = None,
    ) -> None:
        """`keys` gives the order of `scores`; `wordings` are as written, by key; `layers` hear
        what else words are about, by their names; `turns` what a turn of a talk is."""
        self._encoder = encoder
        self._layers = {name: layer for name, layer in layers.items() if layer is not None}
        self._turns = turns
        self._shorthand = shorthand
        self._kept = lru_cache(maxsize=READINGS_KEPT)(self._read)
        learned = {key: number for number, key in enumerate(encoder.keys)}
        self._keys = np.stack(
            [
                encoder.key_vectors[learned[key]]
                if key in learned
                else self._middle(wordings.get(key, ()))
                for key in keys
            ]
        )

    def scores(self, written: str) -> Scores:
        """One score per key, the cosine: within -1..1. `written` are the words as typed, with the
        marks they were typed with, shorthand written out."""
        return self._kept(written)[0]

    def intents(self, written: str, layer: str = INTENTS) -> tuple[Intent, ...]:
        """What the same words may be about, best first; none where nothing can tell."""
        return self._kept(written)[1].get(layer, ())

    def kinds(self, written: str, said: str, signs: Sequence[float]) -> tuple[Intent, ...]:
        """What a turn is, all kinds, the likeliest first; none where nothing can tell. `written` is
        what it asks, as in `scores`, `said` the whole of it."""
        by_meaning = self._kept(written)[2]
        if self._turns is None or by_meaning is None:
            return ()
        return self._turns.kinds(by_meaning, said, signs)

    def known(self, written: str) -> float:
        """How many of those words it has seen as they are, marked or not: a share."""
        words, rows = words_in(written), self._encoder.vocabulary.row
        return sum(word in rows or fold(word) in rows for word in words) / max(1, len(words))

    def _read(self, written: str) -> tuple[Scores, dict[str, tuple[Intent, ...]], Matrix | None]:
        vector = self._encoder.vector(words_in(written))
        heard = {name: layer.intents(vector, written) for name, layer in self._layers.items()}
        of_turn = self._turns.by_meaning(vector) if self._turns else None
        return self._keys @ vector, heard, of_turn

    def _middle(self, wordings: Sequence[str]) -> Matrix:
        some = wordings[:: max(1, len(wordings) // NEW_KEY_READ)][:NEW_KEY_READ]
        if not some:
            return np.zeros_like(self._encoder.key_vectors[0])
        written = (self._shorthand.typed(*normalise(one)).written for one in some)
        return _middle(self._encoder, tuple(written))


@lru_cache(maxsize=MIDDLES_KEPT)
def _middle(encoder: Encoder, written: tuple[str, ...]) -> Matrix:
    """What these texts mean together."""
    mean = np.mean([encoder.vector(words_in(one)) for one in written], axis=0)
    middle: Matrix = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return middle


def load_scorer(
    folder: Path, keys: Sequence[str], wordings: Mapping[str, Sequence[str]], shorthand: Shorthand
) -> EncoderScorer | None:
    """The scorer of the file in a folder; None when it or what runs it is missing or damaged (the
    log says so)."""
    path = folder / FILE.name
    try:
        encoder = _loaded(path, path.with_suffix(".json").stat().st_mtime_ns)
        layers = {name: load_layer(folder, name) for name in LAYERS}
        return EncoderScorer(encoder, keys, wordings, shorthand, layers, load_turns(folder))
    except UNREADABLE as error:
        log.warning("encoder not read, words and table do: %s: %s", type(error).__name__, error)
        return None


@lru_cache(maxsize=2)
def _loaded(path: Path, _changed: int) -> Encoder:
    """Read once: content is read again when it changes, the encoder never changes in itself."""
    return Encoder.load(path)
