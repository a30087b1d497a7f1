"""What the register gives out: businesses as whoever asks may see them, and numbers of all."""

from collections.abc import Collection, Mapping, Sequence

from content.documents.businesses import BusinessOnPaper
from content.library import Content
from content.people import mask_phone, show_phone
from handlers.people.permissions import Action, may, sees_names
from handlers.register import listing, seen
from storage.business_lists import SIZES, BusinessFilter, BusinessLine
from storage.business_models import BusinessField, many
from storage.database import Transaction
from storage.search import Searched
from storage.staff_models import Staff

AT_ONCE = 500
MOST = 20_000


def wanted(
    tx: Transaction, staff: Staff, asked: BusinessFilter, words: str, but: Collection[int] = ()
) -> list[int]:
    """The ids of what the list shows for this, to this person, `but` not these."""
    narrowed = seen.narrowed(staff, asked)
    if narrowed is None:
        return []
    meant = tx.search.found(Searched.BUSINESS, words, seen.words_for(staff)) if words else None
    found = tx.business_lists.numbers(narrowed, meant)
    return [number for number in found if number not in but][:MOST]


def lines(
    tx: Transaction, content: Content, staff: Staff, numbers: Sequence[int]
) -> list[BusinessOnPaper]:
    """As a file for this person names them: numbers whole only for whoever keeps the register."""
    whole = may(staff, Action.MANAGE_BUSINESSES)
    return [
        on_paper(content, line if whole else seen.shown(staff, line), staff, whole=whole)
        for line in tx.business_lists.some(numbers)
    ]


def on_paper(content: Content, line: BusinessLine, staff: Staff, *, whole: bool) -> BusinessOnPaper:
    words, values = content.words.console, line.values
    person = line.persons[0] if line.persons else None
    place = line.places[0] if line.places else None
    phone = (show_phone if whole else mask_phone)(person.phone) if person else ""
    trade = values.get(BusinessField.TRADE, "")
    named = content.trades[trade].name if trade in content.trades else ""
    where = [place.address, place.stall, place.market] if place else []
    return BusinessOnPaper(
        code=line.business.code,
        name=values.get(BusinessField.NAME, ""),
        kind=words[f"kind_{line.business.kind}"],
        status=words[f"business_{line.business.status}"],
        owner=person.name if person and sees_names(staff) else "",
        phone=phone,
        place=place.neighbourhood if place else "",
        address=", ".join(filter(None, where)),
        trade=values.get(BusinessField.TRADE_SAID, "") or named,
        workers=values.get(BusinessField.WORKERS, ""),
        tax_code=values.get(BusinessField.TAX_CODE, ""),
        needs=_said(words, "business_need_", values.get(BusinessField.NEEDS, "")),
        difficulties=_said(words, "difficulty_", values.get(BusinessField.DIFFICULTIES, "")),
        area=place.area_said if place else "",
    )


def _said(words: Mapping[str, str], prefix: str, value: str) -> str:
    return ", ".join(words.get(f"{prefix}{one}", one) for one in many(value))


def by_trade_and_size(tx: Transaction) -> dict[tuple[str, str], int | None]:
    """(trade, size) -> how many, None for fewer than are told; "" for what is not known."""
    counts: dict[tuple[str, str], int] = {}
    rest = tx.business_lists.count_by(BusinessField.TRADE, BusinessFilter())
    for size, (least, most) in SIZES.items():
        sized = BusinessFilter(workers_least=least, workers_most=most)
        for trade, count in tx.business_lists.count_by(BusinessField.TRADE, sized).items():
            counts[trade, size] = count
            rest[trade] = rest.get(trade, 0) - count
    counts |= {(trade, ""): count for trade, count in rest.items()}
    return {key: None if 0 < count < listing.HIDDEN else count for key, count in counts.items()}
