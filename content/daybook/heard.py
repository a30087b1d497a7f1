"""What one message tells for the account; nothing here knows what was told before."""

from dataclasses import dataclass, field

from content.daybook.lines import DaysOff, Ends, Many


@dataclass(frozen=True, slots=True)
class SumHeard:
    """One sum, count or change. `kind`: "" for takings, else cost, profit, returned, no_sale.
    `months`, `days`: of which it is (None: not said); `rest`: of all months not told yet."""

    start: int
    end: int
    words: str
    price: Ends | None = None
    bare: bool = False  # a number without its unit
    each: str = ""
    counts: tuple[Many, ...] = ()
    per: str = ""
    months: frozenset[int] | None = None
    days: frozenset[int] | None = None
    rest: bool = False
    when: str = ""
    factor: float | None = None
    adds: bool = False
    mends: bool = False
    only: bool = False
    inside: bool = False
    trade: str = ""
    what: str = ""
    kind: str = ""
    on_platform: bool = False
    span: bool = False
    of_week: bool = False  # of a usual day
    lets: bool = False  # something is let to somebody
    place: int | None = None  # of the line that has the sum told before
    over: int = 0  # for so many months is the sum
    what_is_source: bool = False
    near: str = ""  # the folded words up to it
    was: bool = False  # it is said to be no more
    sometimes: bool = False  # only on some days, who knows how many
    season: str = ""  # the word that names it: of which months, an earlier message may have said

    @property
    def has_when(self) -> bool:
        """Whether it is of some months or days alone."""
        timed = self.months is not None or self.days is not None
        return timed or self.rest or bool(self.season)

    @property
    def is_empty(self) -> bool:
        """Whether it tells nothing."""
        timed = self.per or self.has_when
        return self.price is None and not self.counts and self.factor is None and not timed


@dataclass(frozen=True, slots=True)
class SumMessage:
    """All that a message tells: `off` the days it says are not worked (`off_words`: with what words
    around them), `returned` the part that came back, `fee` the part that an application keeps."""

    text: str
    folded: str
    heard: tuple[SumHeard, ...] = ()
    off: DaysOff = field(default_factory=DaysOff)
    returned: float = 0.0
    fee: float = 0.0
    together: float = 1.0  # so many days' takings are in the sum told
    markup: float = 0.0  # by so much what was bought is sold dearer
    net: bool = False  # what is told is what an application left
    names: tuple[tuple[str, str], ...] = ()  # (id, words) of the trades named
    empty: tuple[tuple[str, float], ...] = ()  # so many of a thing that stand empty

    @property
    def tells(self) -> bool:
        """Whether the message tells anything for the account."""
        return bool(self.heard) or self.off.is_told or bool(self.returned)
