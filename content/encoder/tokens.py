"""What the encoder reads: one token a syllable, unknown ones by their pieces."""

from collections.abc import Mapping, Sequence

from content.features import pieces
from content.vietnamese import fold
from content.wording import Shorthand, normalise

SPECIAL = ("<s>", "</s>", "<unk>")  # and the pieces of the prefix: `<p0>`, `<p1>` ...
READ_AT_MOST = 64  # syllables; what people type has 44 at its 99th percentile
READ_FIRST = 24  # of a longer one: a story begins with who asks, and ends with the question


def words_in(written: str) -> list[str]:
    """The words the encoder reads of a message; of a long one its beginning and its end."""
    words = written.split()
    if len(words) <= READ_AT_MOST:
        return words
    return [*words[:READ_FIRST], *words[READ_FIRST - READ_AT_MOST :]]


def words_of(text: str, shorthand: Shorthand) -> list[str]:
    """What was typed -> lower-case words, with marks where they were typed; shorthand is written
    out where it was typed bare."""
    return words_in(shorthand.typed(*normalise(text)).written)


class Vocabulary:
    """Numbers of the rows a word stands for: itself, its unmarked form, or its pieces."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tuple(tokens)
        self.row: Mapping[str, int] = {token: number for number, token in enumerate(tokens)}
        self.unknown = self.row["<unk>"]
        self.before = [
            number for number, one in enumerate(tokens) if one == "<s>" or one.startswith("<p")
        ]
        self.after = [self.row["</s>"]]

    def rows(self, word: str) -> list[int]:
        """The rows whose mean is the word; never none."""
        found = self.row.get(word)
        if found is None:
            found = self.row.get(fold(word))
        return self.by_pieces(word) if found is None else [found]

    def by_pieces(self, word: str) -> list[int]:
        """The rows of its three and four letters each."""
        known = [self.row[piece] for piece in pieces(fold(word)) if piece in self.row]
        return known or [self.unknown]
