"""Fits the layer that tells what a turn is: `python -m content.encoder.fit_turns` to
`content/turns.tsv` (a minute or two, with what the program runs on alone). Beside these stand
wordings of answers, what people want, what they ask the ward, and what they agree with. Prints
what each set of conversations gets from a layer that learned from all the others.

A line of `turns.tsv` is `set, kind, where the talk stands, text`, by tabs. Where it stands: the id
of the answer shown last, `form:` and its name where one is open, `figures` where takings were told,
`-` for nothing; several by commas.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from content.encoder.fit_intents import EVERY, SEED, Fitted, Read, fitted, spelled, wordings
from content.encoder.intents import ANSWERS as AGREEING
from content.encoder.intents import INTENTS, NONE, PETITIONS, file_of, save_layer
from content.encoder.model import FILE, Encoder
from content.encoder.noise import Noise
from content.encoder.tokens import words_in
from content.encoder.turns import TURNS
from content.encoder.words_heard import Bags
from content.library import FOLDER, Content, load_content
from content.politeness import question_in
from content.search import asked_by_key, fixed_texts
from content.turns import Stands, TurnKind
from content.wording import Shorthand, normalise

FILE_OF_TURNS = FOLDER / "turns.tsv"
FORM, FIGURES, NOTHING = "form:", "figures", "-"
OWN = "own"  # the set nobody's conversation is in
NOISES = 2
BESIDE_COUNTS, QUESTION_COUNTS = 0.1, 0.2  # of a wording of something else beside a turn
# What is heard elsewhere already, by the kind of turn it is.
_OF_INTENTS = {
    **dict.fromkeys(("plainer", "distrust", "wrong_answer", "angry_call"), TurnKind.GRUMBLES),
    **dict.fromkeys(("verdict", "where_in_it"), TurnKind.FOLLOWS),
    "introduces": TurnKind.TELLS,
}
# What is asked of something in few words that may be asked of any answer: `bao lâu thì xong`.
_ASKED_OF_ANY = ("done_yet", "my_questions", "event_when", "event_bring")
_OF_AGREEING = ("agrees", "refuses", "later", "stop")
_OF_SMALLTALK = ("thanks", "okay", "goodbye", "hello")


@dataclass(frozen=True, slots=True)
class LabelledTurn:
    """A turn as labelled."""

    of: str
    kind: TurnKind
    stands: Stands
    text: str


def stands_in(written: str) -> Stands:
    """Where a talk stands, as the file says it."""
    parts = [one for one in written.split(",") if one != NOTHING]
    forms = [one for one in parts if one.startswith(FORM)]
    after = [one for one in parts if one not in forms and one != FIGURES]
    return Stands("".join(after[:1]), bool(forms), FIGURES in parts)


def told_in_file() -> list[LabelledTurn]:
    """What stands in the file. Raises ValueError for a line that is none."""
    lines = [line.split("\t") for line in FILE_OF_TURNS.read_text(encoding="utf-8").splitlines()]
    return [
        LabelledTurn(of, TurnKind(kind), stands_in(stands), text.replace("\\n", "\n"))
        for of, kind, stands, text in (one for one in lines if not one[0].startswith("#"))
    ]


def beside(content: Content) -> Iterator[LabelledTurn]:
    """Wordings that stand elsewhere in `content/`, as turns after one answer or another."""
    ids = list(content.knowledge.entries)
    fixed = fixed_texts(FOLDER)
    asked = asked_by_key(content.knowledge, fixed)
    said: list[tuple[TurnKind, str, bool]] = []
    for key, texts in asked.items():
        if key.partition(":")[0] != "smalltalk":
            every = EVERY * (1 if key.startswith("decline") else 4)
            said += [(TurnKind.QUESTION, one, False) for one in texts[::every]]
    for name in _OF_SMALLTALK:
        texts = [*fixed["smalltalk"].get(name, ()), *fixed["ranked"].get(name, ())]
        said += [(TurnKind.REMARKS, one, False) for one in texts]
    for name, texts in wordings(INTENTS).items():
        if name not in (NONE, *_ASKED_OF_ANY):
            kind = _OF_INTENTS.get(name, TurnKind.WISHES)
            said += [(kind, one, False) for one in texts[::EVERY]]
    for name, texts in wordings(PETITIONS).items():
        if name != NONE:
            said += [(TurnKind.WISHES, one, False) for one in texts[:: EVERY * 6]]
    for name in _OF_AGREEING:
        said += [(TurnKind.ANSWERS, one, True) for one in wordings(AGREEING)[name][::EVERY]]
    for number, (kind, text, form) in enumerate(said):
        after = ids[number * 7 % len(ids)] if number % 4 and not form else ""
        yield LabelledTurn("", kind, Stands(after, form, False), text)


def read_of(
    content: Content, encoder: Encoder, turns: Sequence[LabelledTurn], texts: Sequence[str]
) -> Read:
    """The turns as the layer hears them; `texts` are theirs, maybe typed otherwise."""
    understanding = content.understanding
    asked = spelled([question_in(understanding.spelled(one)) for one in texts])
    meant = [encoder.vector(words_in(one)) for one in asked]
    signs = [understanding.signs(text, one.stands) for text, one in zip(texts, turns, strict=True)]
    whole = Shorthand.load(FOLDER / "shorthand.yaml")
    written = [as_said(whole, understanding.spelled(one)) for one in texts]
    return Read(np.c_[np.stack(meant), np.array(signs, np.float32)], Bags.of(written))


def as_said(shorthand: Shorthand, text: str) -> str:
    """All the words of a turn, polite ones too."""
    return shorthand.typed(*normalise(text)).written


def counts_for(turn: LabelledTurn) -> float:
    """What a turn weighs in the fit."""
    if turn.of:
        return 1.0
    return QUESTION_COUNTS if turn.kind is TurnKind.QUESTION else BESIDE_COUNTS


KINDS = tuple(TurnKind)


def main() -> None:
    content, encoder = load_content(FOLDER, with_encoder=True), Encoder.load()
    noise = Noise(SEED, Shorthand.load(FOLDER / "shorthand.yaml"))
    labelled, others = told_in_file(), list(beside(content))
    noisy = [one for one in labelled for _ in range(NOISES)]
    turns = [*labelled, *noisy, *others]
    texts = [one.text for one in labelled] + [noise(one.text) for one in noisy]
    texts += [one.text for one in others]
    read = read_of(content, encoder, turns, texts)
    owner = np.array([KINDS.index(one.kind) for one in turns])
    counts = np.array([counts_for(one) for one in turns])
    of = np.array([one.of.partition("/")[0] for one in turns])
    written = np.arange(len(turns)) < len(labelled)
    for name in sorted({str(one) for one in of} - {"", OWN}):
        rest, theirs = of != name, (of == name) & written
        found = fitted(read.only(rest), owner[rest], counts[rest], len(KINDS))
        tell(name, found, read.only(theirs), owner[theirs])
    found = fitted(read, owner, counts, len(KINDS))
    path = FILE.with_suffix(".json")
    card = json.loads(path.read_text(encoding="utf-8"))
    names = [str(one) for one in KINDS]
    card[f"{TURNS}_sha256"] = save_layer(FILE.parent, TURNS, names, found.weights, found.words)
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(file_of(TURNS), len(labelled), "turns,", len(others), "wordings beside them")


def tell(name: str, found: Fitted, read: Read, owner: np.ndarray) -> None:
    """What a layer makes of a set it did not learn: how many right, by kind, and what is taken for
    what; then how many of those it is sure of are right."""
    shares = found.shares(read)
    taken = shares.argmax(1)
    right = taken == owner
    print(f"{name}: {right.mean():.3f} of {len(owner)}")
    for at, kind in enumerate(KINDS):
        mine = owner == at
        wrong = Counter(str(KINDS[one]) for one in taken[mine & ~right].tolist())
        said = ", ".join(f"{other} {many}" for other, many in wrong.most_common())
        print(
            f"  {kind:9} {right[mine].sum():3}/{mine.sum():3}  of those taken for it"
            f" {right[taken == at].sum()}/{(taken == at).sum()}  {said}"
        )
    for least in (0.5, 0.6, 0.7, 0.8):
        sure = shares.max(1) >= least
        print(f"  sure {least}: {sure.mean():.2f}, right {right[sure].mean():.3f}")


if __name__ == "__main__":
    main()
