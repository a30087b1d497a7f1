"""Looks at every entry as served on a day: what is wrong with it, and what soon will be."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from jinja2 import TemplateError

from content.facts import FactMissing, Facts, SourceRead
from content.knowledge import Certainty, Entry, Knowledge
from content.news import shown
from content.operator import tell
from content.problems import Problem, line_of
from content.vietnamese import day, without_unit
from content.wording import normalise

SHORT_LIMIT = 600
WORDINGS = 15
MENU_LIMIT = 48
# An entry id travels in a button: `faq:<id>:details` must stay well under Telegram's 64 bytes.
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LIMIT = 40
WARN_DAYS = (30, 60)
# When the law behind an answer can change: a year, half of one while something is left open or
# rests on one source, and soon after a figure ends that the answer speaks of.
REREAD = timedelta(days=365)
REREAD_UNSURE = timedelta(days=182)
AFTER_AN_END = timedelta(days=60)
MOST_A_DAY = 10  # answers that come to their review together
_FACT, _FACT_ON = re.compile(r'\bfact\("(\w+)"\)'), re.compile(r'\bfact_on\("(\w+)"\)')


_BOT = re.compile(r"\b(?:chat)?bot\b", flags=re.IGNORECASE)  # what we call the assistant nowhere

# A figure the law can change is never typed: `fact("...")`. What may stand as digits are numbers of
# documents, articles, lists and codes of states.
_TEMPLATE = re.compile(r"{{.*?}}|{%.*?%}", flags=re.DOTALL)
_TYPED = re.compile(
    r"\d[\d.,]*\s*(?:%|đồng|triệu|tỷ|nghìn|ngày|tháng|năm\b|quý|lần\b|lao động)"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{4})?\b(?!/)|\b\d{2}/[A-ZĐ]{2}"
)
_WRITTEN_OUT = re.compile(
    r"\d+/\d{4}/[A-ZĐ0-9-]+|Nghị quyết \d+|tháng \d+ (?:đến|và)|(?:năm|kỳ) 20\d\d"
)


def review(knowledge: Knowledge, on: date) -> tuple[list[Problem], list[Problem]]:
    """Checks every entry as served on a day; returns (faults, warnings)."""
    faults: list[Problem] = []
    warnings: list[Problem] = []
    wordings: dict[str, Entry] = {}
    days = Counter(entry.review_by for entry in knowledge.entries.values())
    for entry in knowledge.entries.values():
        one = _EntryReview(knowledge, entry, on)
        one.its_wordings(wordings)
        one.its_sources()
        one.its_text()
        if one.renders():
            one.its_length()
            one.its_certainty()
            one.its_day()
        one.how_many_share_its_day(days[entry.review_by])
        faults += one.faults
        warnings += one.warnings
    return faults, warnings


def review_one(knowledge: Knowledge, entry: Entry, on: date) -> list[Problem]:
    """What is wrong with one entry as it would be served from a day on, but for the figures typed
    into it (`typed_figures`), its day of review (`latest_review`) and what others have to do with
    it."""
    one = _EntryReview(knowledge, entry, on)
    one.its_wordings({})
    one.its_sources()
    one.its_words()
    if one.renders():
        one.its_length()
        one.its_certainty()
    return one.faults


def room_on(knowledge: Knowledge, entry_id: str, latest: date, also: Counter[date]) -> date:
    """The last day up to `latest` to which fewer other answers come than may; `also` are days given
    to others just now."""
    taken = also + Counter(
        one.review_by for one in knowledge.entries.values() if one.id != entry_id
    )
    found = latest
    while taken[found] >= MOST_A_DAY:
        found -= timedelta(days=1)
    return found


class _EntryReview:
    """One entry, read as it is served on the day `on`; collects what is wrong with it."""

    def __init__(self, knowledge: Knowledge, entry: Entry, on: date) -> None:
        self._knowledge = knowledge
        self._entry = entry
        self._on = on
        self._text = entry.text
        self._last = min(entry.review_by, entry.valid_to or entry.review_by)
        self._short = ""
        self.faults: list[Problem] = []
        self.warnings: list[Problem] = []

    def _problem(self, key: str, trouble: str) -> Problem:
        return Problem(self._entry.path, line_of(self._text, key), trouble)

    def _fault(self, key: str, trouble: str) -> None:
        self.faults.append(self._problem(key, trouble))

    def its_wordings(self, known: dict[str, Entry]) -> None:
        """Its name, its label, the ways people ask; `known` are those of all entries before."""
        entry = self._entry
        if not _ID.fullmatch(entry.id) or len(entry.id) > ID_LIMIT:
            said = tell("content.file_name", id_limit=ID_LIMIT)
            self._fault("question", said)
        if len(entry.menu) > MENU_LIMIT:
            self._fault(
                "menu", tell("content.menu_long", count=len(entry.menu), menu_limit=MENU_LIMIT)
            )
        for wording in (entry.question, entry.menu, *entry.ask):
            twin = known.setdefault(normalise(wording)[0], entry)
            if twin is not entry:
                self._fault(wording, tell("content.wording_twice", wording=wording, path=twin.path))
        if len(entry.ask) < WORDINGS:
            said = tell("content.wordings_few", count=len(entry.ask), wordings=WORDINGS)
            self.warnings.append(self._problem("ask", said))
        for other in entry.related:
            if other not in self._knowledge.entries:
                self._fault("related", tell("content.no_entry", other=other))

    def its_sources(self) -> None:
        """Whether each is in force now, and as long as the entry is served."""
        entry, on, last = self._entry, self._on, self._last
        served = entry.servable_on(on)
        guarded = guarded_ends(entry, self._text, self._knowledge.facts)
        for source in entry.sources:
            law = source.law
            if served and not law.in_force_on(on):
                self._fault(law.id, tell("content.law_not_in_force", name=law.name, on=day(on)))
            ends = law.in_force_to
            if ends is not None and served and on <= ends < last and ends not in guarded:
                said = tell("content.law_ends", name=law.name, ends=day(ends), last=day(last))
                self._fault(law.id, tell("content.shorten", said=said))

    def its_text(self) -> None:
        """Words nobody should read, and figures that law can change."""
        self.its_words()
        for line, figure in typed_figures(self._text):
            said = tell("content.typed_figure", figure=figure)
            self.faults.append(Problem(self._entry.path, line, said))

    def _figures_of_its_name(self) -> Iterator[tuple[str, str]]:
        """Figures its name has typed, of facts that its answer says: it would say another one."""
        facts = self._knowledge.facts
        used = [facts[name] for name in dict.fromkeys(_FACT.findall(self._text)) if name in facts]
        said = {shown(fact, value.value) for fact in used for value in fact.values}
        cores = {without_unit(figure) for figure in said}
        for key in ("question", "menu"):
            line = re.search(rf"^{key}:.*$", self._text, re.M)
            typed = _TYPED.finditer(_TEMPLATE.sub("", line[0] if line else ""))
            yield from ((key, one[0]) for one in typed if one[0].strip() in cores)

    def its_words(self) -> None:
        entry, text = self._entry, self._text
        for place in (entry.question, entry.menu, text.partition("\n---\n")[2]):
            if found := _BOT.search(place):
                self._fault(found[0], tell("content.says_bot"))
        for key, figure in self._figures_of_its_name():
            self._fault(key, tell("content.typed_figure", figure=figure))

    def renders(self) -> bool:
        """Whether it can be said, on the day and on its last one."""
        entry, knowledge = self._entry, self._knowledge
        try:
            shown_on = self._on if entry.servable_on(self._on) else entry.reviewed_on
            self._short = knowledge.short(entry.id, shown_on)
            knowledge.details(entry.id, shown_on)
            if entry.servable_on(self._last):
                knowledge.short(entry.id, self._last)
                knowledge.details(entry.id, self._last)
        except (FactMissing, TemplateError) as error:
            self._fault("fact(", tell("content.answer_unmade", error=error))
            return False
        return True

    def its_length(self) -> None:
        body_starts, length = "owner", len(self._short)  # the last line before every answer
        if not self._short:
            self._fault(body_starts, tell("content.no_short"))
        if length > SHORT_LIMIT:
            said = tell("content.short_long", length=length, short_limit=SHORT_LIMIT)
            self._fault(body_starts, said)

    def its_certainty(self) -> None:
        """What is not sure says so."""
        for name in _unconfirmed(self._entry, self._text, self._knowledge.facts):
            self._fault(
                name, tell("content.fact_unsure", name=self._knowledge.facts[name].meaning or name)
            )

    def its_day(self) -> None:
        """When it is read again."""
        entry = self._entry
        if not entry.servable_on(self._on):
            said = tell("content.under_review")
            self.warnings.append(self._problem("review_by", said))
        latest, why = latest_review(entry, self._text, self._knowledge.facts)
        if entry.review_by > latest:
            self._fault("review_by", tell("content.review_late", latest=day(latest), why=why))

    def how_many_share_its_day(self, as_many: int) -> None:
        if as_many > MOST_A_DAY:
            said = tell("content.review_crowded", as_many=as_many, most_a_day=MOST_A_DAY)
            self._fault("review_by", said)


def latest_review(entry: Entry, text: str, facts: Facts) -> tuple[date, str]:
    """The last day an answer may go without being read again, and why: it follows from what it
    rests on, not from the end of a year."""
    guarded = guarded_ends(entry, text, facts)
    used = set(_FACT.findall(text)) | set(_FACT_ON.findall(text))
    limits = [(entry.checked_on + REREAD, tell("content.reread"))]
    if entry.certainty is not Certainty.CONFIRMED:
        limits.append((entry.checked_on + REREAD_UNSURE, tell("content.reread_unsure")))
    for name in used & set(facts):
        for value in facts[name].values:
            if value.end is not None and value.holds_on(entry.checked_on):
                grace = AFTER_AN_END if value.end in guarded else timedelta()
                meaning = facts[name].meaning or name
                said = tell("content.fact_ends", meaning=meaning, end=day(value.end))
                limits.append((value.end + grace, said))
    return min(limits)


def _unconfirmed(entry: Entry, text: str, facts: Facts) -> list[str]:
    """Facts without a source that the answer states as if they were sure."""
    if entry.certainty is Certainty.OPEN:
        return []
    return [
        name
        for name in sorted(set(_FACT.findall(text)) & set(facts))
        if any(v.source_read is SourceRead.UNCONFIRMED for v in facts[name].values)
    ]


def guarded_ends(entry: Entry, text: str, facts: Facts) -> set[date]:
    """The ends of figures after which the answer says something else (`fact_on`): it stays true."""
    return {
        value.end
        for name in set(_FACT_ON.findall(text)) & set(facts)
        for value in facts[name].values
        if value.end is not None and value.holds_on(entry.checked_on)
    }


def coming_reviews(
    knowledge: Knowledge, on: date
) -> Iterator[tuple[int, Mapping[str, list[Entry]]]]:
    """(days ahead, office -> its answers that end in so many days), each answer once."""
    seen: set[str] = set()
    for ahead in WARN_DAYS:
        ending: dict[str, list[Entry]] = {}
        for entry in sorted(knowledge.entries.values(), key=lambda entry: entry.review_by):
            left = (entry.review_by - on).days
            if entry.id not in seen and entry.servable_on(on) and left <= ahead:
                seen.add(entry.id)
                ending.setdefault(entry.office, []).append(entry)
        yield ahead, ending


def typed_figures(text: str) -> list[tuple[int, str]]:
    """(line, figure) of every figure typed into an entry's answer instead of taken from a fact."""
    front, _, body = text.partition("\n---\n")
    first = front.count("\n") + 3
    bare = _TEMPLATE.sub(lambda found: "\n" * found[0].count("\n"), body)
    return [
        (first + number, match[0])
        for number, line in enumerate(bare.splitlines())
        for match in _TYPED.finditer(_WRITTEN_OUT.sub("", line))
    ]
