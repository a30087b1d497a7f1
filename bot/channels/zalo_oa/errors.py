"""What each error of the Zalo OA API means for a message (reference, platforms 3.10)."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.channels.base import Closed, Rejected, Retry, SendOutcome, Stopped

# The platform's nights are taken to be those of Viet Nam; no page of it says a zone.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = time(6, 5)
NEXT_MINUTE_S = 60.0
SHORT_WAIT_S = 5.0
PERSON_WAIT_S = 300.0


class Fault(StrEnum):
    """What to do about an error."""

    RENEW = "renew"  # the access token is old or wrong: refresh once, try once more
    LIMIT = "limit"  # too many calls this minute: everything waits
    WAIT = "wait"  # try again soon, a few times
    NIGHT = "night"  # not between 22:00 and 06:00
    PERSON = "person"  # somebody of ours must act: everything waits, an alarm is raised
    QUOTA = "quota"  # a quota is used up: this one waits, an alarm is raised
    PERMANENT = "permanent"  # never for this message
    CLOSED = "closed"  # this person cannot be written to just now
    GONE = "gone"  # this person left us
    UPLOAD = "upload"  # an uploaded file expired: upload once more
    OTHER_API = "other_api"  # the other message address serves this kind of OA


_BY_FAULT: dict[Fault, tuple[int, ...]] = {
    Fault.RENEW: (-216, -220, -124),
    Fault.LIMIT: (-32,),
    Fault.WAIT: (-200, -214, -144, -147),
    Fault.NIGHT: (-234, -133),
    Fault.PERSON: (
        *(-204, -205, -209, -212, -219, -221, -223, -224, -237, -238, -241, -242, -320, -321),
        *(-115, -117, -126, -135, -136, -137, -14002, -14003),
    ),
    Fault.QUOTA: (-211,),
    Fault.PERMANENT: (
        *(-201, -210, -233, -248, -249, -403),
        *(-109, -127, -131, -146, -1121, -1122),
    ),
    Fault.CLOSED: (
        *(-217, -218, -227, -230, -232, -244),
        *(-108, -114, -118, -119, -139, -141),
    ),
    Fault.GONE: (-213,),
    Fault.UPLOAD: (-100,),
    Fault.OTHER_API: (-235, -240),
}
FAULTS: dict[int, Fault] = {code: fault for fault, codes in _BY_FAULT.items() for code in codes}
WINDOW = (-230, -232)


def fault_of(code: int) -> Fault:
    """An unknown error was said before anything was delivered: never for this message."""
    return FAULTS.get(code, Fault.PERMANENT)


def outcome_of(code: int, message: str, now: datetime) -> SendOutcome:
    """What becomes of a message that was answered with this error; `now` is aware."""
    error = f"{code} {message}"[:200]
    match fault_of(code):
        case Fault.RENEW | Fault.LIMIT:
            return Retry(NEXT_MINUTE_S, error, everyone=True)
        case Fault.PERSON | Fault.OTHER_API:
            return Retry(PERSON_WAIT_S, error, everyone=True)
        case Fault.QUOTA:
            return Retry(PERSON_WAIT_S, error)
        case Fault.WAIT:
            return Retry(SHORT_WAIT_S, error)
        case Fault.NIGHT:
            return Retry(_until_morning(now), error)
        case Fault.CLOSED:
            return Closed("window" if code in WINDOW else error)
        case Fault.GONE:
            return Stopped(error)
    return Rejected(error)


def _until_morning(now: datetime) -> float:
    here = now.astimezone(VIETNAM)
    opens = datetime.combine(here.date(), MORNING, VIETNAM)
    if opens <= here:
        opens += timedelta(days=1)
    return (opens - here).total_seconds()
