"""What tax costs that is paid late: so many days, so much a day, for the sum and the quarter that
somebody tells."""

import re

from content.deadlines import Deadline, due_of_quarter
from content.late import LateTax, late_in
from content.search import Decision
from content.vietnamese import fold
from handlers.people.calendar import working_days
from handlers.talk.told import asking_words
from handlers.talk.turn import Outcome, Turn

_LEAVES = re.compile(
    r"\b(?:xuat canh|ra nuoc ngoai|di nuoc ngoai|di (?:tham|du lich|my|han|nhat|uc|dai loan))\b"
    r"|\b(?:la|thi|moi|co) (?:duoc )?di (?:duoc|tham|nuoc ngoai)\b|\bmua ve\b"
)  # it is asked whether one may
CARD = "cham-nop-tien"  # the answer about it in general
CHARGED = "lai_cham_nop"  # hundredths a day, a fact


def answer(turn: Turn) -> Outcome | None:
    """The charge by today, or what is to be done at once; None where it is not about late tax."""
    if turn.incoming.group is not None or turn.action:
        return None
    before = _told_before(turn)
    said = late_in(turn.text, known=before is not None)
    if said is None or _LEAVES.search(fold(turn.text)):
        return None
    if before is None and _is_of_another(turn):
        return None
    former = before or LateTax()
    both = LateTax(said.quarter or former.quarter, said.owed or former.owed, said.days)
    due = None if both.days else overdue(turn, both.quarter)
    days = (turn.today - due.due).days if due else both.days
    percent = float(str(turn.content.knowledge.facts[CHARGED].on(turn.today).value))
    own = asking_words(turn, _line(both))
    return own.say(
        "faq/late",
        [turn.choice("overdue_card", f"faq:{CARD}"), turn.choice("staff", "staff")],
        turn.menu_choice(),
        late=both,
        due=due,
        days=days,
        a_day=round(both.owed * percent / 100),
        by_now=round(both.owed * percent / 100 * days),
    )


def _is_of_another(turn: Turn) -> bool:
    """Whether the line surely asks what another answer is to."""
    reading = turn.content.understanding.read(turn.text)
    return reading.decision is Decision.ANSWER and reading.entries[0].id != CARD


def overdue(turn: Turn, quarter: int) -> Deadline | None:
    """The last day that counted for the newest such quarter that is overdue; None for no quarter,
    and where it is not due yet."""
    days = working_days(turn.content.ward)
    years = (turn.today.year, turn.today.year - 1)
    found = (due_of_quarter(year, quarter, days) for year in years if quarter)
    return next((one for one in found if one.due < turn.today), None)


def _line(late: LateTax) -> str:
    """What was told, as it is kept for what is asked next."""
    quarter = f" quy {late.quarter}" if late.quarter else ""
    owed = f" {late.owed // 1000} nghin" if late.owed else ""
    return f"cham nop thue{quarter}{owed}"


def _told_before(turn: Turn) -> LateTax | None:
    asked = turn.conversation.asked or ""
    of_entry = turn.conversation.entry == CARD
    if not turn.answers_fresh_list or not asked:
        return LateTax() if of_entry else None
    return late_in(asked) or (LateTax() if of_entry else None)
