"""How far a wave is, and what came of it. Nobody is to be guessed from a table: a number of one to
four is hidden, and so is another from which it could be reckoned."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.library import Content
from content.survey import SurveyQuestion
from content.vietnamese import order_key
from handlers.survey import waves
from handlers.survey.respondents import sector_of
from storage.database import Transaction
from storage.survey_models import SurveyRespondent, SurveyWave

FEWEST = 5  # households a number may be of
SECTORS = ("goods", "services", "production", "rent", "other")
HIDDEN = None
Cells = list[list[int | None]]


@dataclass(frozen=True, slots=True)
class SurveyProgress:
    """Of one tổ or one trade: how many are asked, by the register; began; are done."""

    name: str
    asked: int
    begun: int
    done: int

    @property
    def percent(self) -> float | None:
        return 100 * self.done / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One answer with how many chose it: of all, then by the groups of trades (`SECTORS`); None is
    not said."""

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """One question: how many answered it, of whom the shares are; its answers."""

    question: SurveyQuestion
    answered: tuple[int | None, ...]
    lines: tuple[SurveyLine, ...]


@dataclass(frozen=True, slots=True)
class SurveyResults:
    tables: tuple[SurveyTable, ...]
    forms: int  # with any answer
    done: int
    alone: int  # of no business in the register
    hides: bool


def progress(
    tx: Transaction, content: Content, wave: SurveyWave
) -> tuple[list[SurveyProgress], list[SurveyProgress]]:
    """By tổ, and by group of trades; "" for those of whom it is not known."""
    asked_at: Counter[str] = Counter()
    asked_of: Counter[str] = Counter()
    asks = waves.asks(tx, wave)
    for one in tx.surveys.businesses():
        sector = sector_of(content, one.trade)
        if asks(one.neighbourhood, sector, one.id):
            asked_at[one.neighbourhood] += 1
            asked_of[sector] += 1
    begun_at, done_at = Counter[str](), Counter[str]()
    begun_of, done_of = Counter[str](), Counter[str]()
    for place in tx.surveys.progress(wave.id):
        begun_at[place.neighbourhood] += place.begun
        done_at[place.neighbourhood] += place.done
        begun_of[place.sector] += place.begun
        done_of[place.sector] += place.done
    places = sorted({*asked_at, *begun_at}, key=lambda name: (not name, order_key(name)))
    sectors = [name for name in (*SECTORS, "") if asked_of[name] or begun_of[name]]
    by_place = [
        SurveyProgress(name, asked_at[name], begun_at[name], done_at[name]) for name in places
    ]
    by_sector = [
        SurveyProgress(name, asked_of[name], begun_of[name], done_of[name]) for name in sectors
    ]
    return by_place, by_sector


def results(tx: Transaction, wave: SurveyWave) -> SurveyResults:
    """What was answered, question by question."""
    said = tx.surveys.answers_of_wave(wave.id)
    people = {one.id: one for one in tx.surveys.of_wave(wave.id)}
    tables = tuple(_table(one, said, people) for one in waves.questions(wave))
    with_answers = [people[number] for number in said]
    return SurveyResults(
        tables,
        len(with_answers),
        sum(one.done_at is not None for one in with_answers),
        sum(one.business_id is None for one in with_answers),
        any(None in (*t.answered, *(n for line in t.lines for n in line.counts)) for t in tables),
    )


def _table(
    question: SurveyQuestion,
    said: Mapping[int, Mapping[str, tuple[str, ...]]],
    people: Mapping[int, SurveyRespondent],
) -> SurveyTable:
    """The last line are those who would not say."""
    heard = [
        (people[number].sector, answers[question.id])
        for number, answers in said.items()
        if question.id in answers
    ]
    groups: list[Callable[[str], bool]] = [lambda sector: True]
    groups += [lambda sector, one=one: sector == one for one in SECTORS]  # type: ignore[misc]
    options = [option.id for option in question.options]
    cells: Cells = [
        [sum(group(sector) and option in chosen for sector, chosen in heard) for group in groups]
        for option in options
    ]
    cells.append(
        [sum(group(sector) and not chosen for sector, chosen in heard) for group in groups]
    )
    answered: list[int | None] = [
        sum(group(sector) and bool(chosen) for sector, chosen in heard) for group in groups
    ]
    hide(cells, answered, adds_up=question.most == 1)
    labels = [*(option.label for option in question.options), ""]
    lines = tuple(SurveyLine(label, tuple(row)) for label, row in zip(labels, cells, strict=True))
    return SurveyTable(question, tuple(answered), lines)


def hide(cells: Cells, answered: list[int | None], *, adds_up: bool) -> None:
    """Blanks what is of fewer than five, and what such a number could be reckoned from: another of
    its row (the first column is all of the others) and, where the answers of a question add up to
    those who answered, another of its column."""
    for row in cells:
        for place, count in enumerate(row):
            if count is not None and 0 < count < FEWEST:
                row[place] = HIDDEN
    for place, count in enumerate(answered):
        if count is not None and 0 < count < FEWEST:
            answered[place] = HIDDEN
            for row in cells:
                row[place] = HIDDEN
    changed = True
    while changed:
        changed = any([_one_more(row, range(1, len(row))) for row in cells])
        if adds_up:
            columns = [[row[place] for row in cells] for place in range(len(answered))]
            for place, column in enumerate(columns):
                if _one_more(column, range(len(column) - 1)):
                    changed = True
                    for row, count in zip(cells, column, strict=True):
                        row[place] = count


def _one_more(line: list[int | None], among: Iterable[int]) -> bool:
    """Blanks the smallest other number of a line in which a single one is blank; whether it did."""
    places = list(among)
    blank = [place for place in places if line[place] is HIDDEN]
    shown = [(count, place) for place in places if (count := line[place])]
    if len(blank) != 1 or not shown:
        return False
    line[min(shown)[1]] = HIDDEN
    return True


def shares(counts: Sequence[int | None], of: Sequence[int | None]) -> list[float | None]:
    """In percent of those who answered; None where either is not said."""
    return [
        100 * count / whole if count is not None and whole else None
        for count, whole in zip(counts, of, strict=True)
    ]
