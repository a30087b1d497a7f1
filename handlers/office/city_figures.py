"""What a city's people see of a ward: numbers, never anybody. A number of fewer than five, which
might be somebody, leaves the ward as "some"."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from content.calendar import local
from handlers.broadcast import reach
from handlers.register.listing import HIDDEN
from handlers.talk.messages import Policies
from storage.broadcast_models import BroadcastState
from storage.business_lists import ANYWHERE, BusinessFilter
from storage.business_models import BusinessStatus
from storage.database import Transaction
from storage.event_models import EventState

_HELD = (EventState.HELD, EventState.REPORTED)


@dataclass(frozen=True, slots=True)
class WardFigures:
    """Of this year: `informed` of `businesses` there is evidence that they were told; `converted`
    became enterprises; `open` and `late` are petitions. None: some, but fewer than are told."""

    businesses: int | None
    informed: int | None
    converted: int | None
    conferences: int
    open: int | None
    late: int | None
    broadcasts: int
    reached_this_month: int | None


def figures_of(tx: Transaction, policies: Policies, now: datetime) -> WardFigures:
    """All of them, as they are now."""
    today = local(now).date()
    year, after = date(today.year, 1, 1), date(today.year + 1, 1, 1)
    told = reach.table(tx, policies, year, after).total
    month = reach.table(tx, policies, today.replace(day=1), after).total
    status = tx.business_lists.count_by_status(BusinessFilter(status=ANYWHERE))
    waiting = tx.questions.open()
    sent = tx.broadcasts.in_states((BroadcastState.SENT,))
    return WardFigures(
        businesses=shown(told.businesses),
        informed=shown(told.weighed),
        converted=shown(status.get(BusinessStatus.CONVERTED, 0)),
        conferences=sum(
            one.state in _HELD and local(one.starts_at).year == today.year
            for one in tx.events.all()
        ),
        open=shown(len(waiting)),
        late=shown(sum(one.overdue_on(today) for one in waiting)),
        broadcasts=sum(
            one.started_at is not None and local(one.started_at).year == today.year for one in sent
        ),
        reached_this_month=shown(month.reached),
    )


def shown(count: int) -> int | None:
    """None for one that is not told."""
    return None if 0 < count < HIDDEN else count


def packed(figures: WardFigures) -> Mapping[str, int | None]:
    """As the city keeps them."""
    return asdict(figures)


def read(kept: Mapping[str, int | None]) -> WardFigures:
    """The other way round; what an older program did not count is 0."""
    names = WardFigures.__dataclass_fields__
    return WardFigures(**{name: kept.get(name, 0) for name in names})  # type: ignore[arg-type]
