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


class Remedy(StrEnum):
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


_BY_FAULT: dict[Remedy, tuple[int, ...]] = {
    Remedy.RENEW: (-216, -220, -124),
    Remedy.LIMIT: (-32,),
    Remedy.WAIT: (-200, -214, -144, -147),
    Remedy.NIGHT: (-234, -133),
    Remedy.PERSON: (
        *(-204, -205, -209, -212, -219, -221, -223, -224, -237, -238, -241, -242, -320, -321),
        *(-115, -117, -126, -135, -136, -137, -14002, -14003),
    ),
    Remedy.QUOTA: (-211,),
    Remedy.PERMANENT: (
        *(-201, -210, -233, -248, -249, -403),
        *(-109, -127, -131, -146, -1121, -1122),
    ),
    Remedy.CLOSED: (
        *(-217, -218, -227, -230, -232, -244),
        *(-108, -114, -118, -119, -139, -141),
    ),
    Remedy.GONE: (-213,),
    Remedy.UPLOAD: (-100,),
    Remedy.OTHER_API: (-235, -240),
}
FAULTS: dict[int, Remedy] = {code: fault for fault, codes in _BY_FAULT.items() for code in codes}
WINDOW = (-230, -232)


def remedy_of(code: int) -> Remedy:
    """An unknown error was said before anything was delivered: never for this message."""
    return FAULTS.get(code, Remedy.PERMANENT)


def outcome_of(code: int, message: str, now: datetime) -> SendOutcome:
    """What becomes of a message that was answered with this error; `now` is aware."""
    error = f"{code} {message}"[:200]
    match remedy_of(code):
        case Remedy.RENEW | Remedy.LIMIT:
            return Retry(NEXT_MINUTE_S, error, everyone=True)
        case Remedy.PERSON | Remedy.OTHER_API:
            return Retry(PERSON_WAIT_S, error, everyone=True)
        case Remedy.QUOTA:
            return Retry(PERSON_WAIT_S, error)
        case Remedy.WAIT:
            return Retry(SHORT_WAIT_S, error)
        case Remedy.NIGHT:
            return Retry(_until_morning(now), error)
        case Remedy.CLOSED:
            return Closed("window" if code in WINDOW else error)
        case Remedy.GONE:
            return Stopped(error)
    return Rejected(error)


def _until_morning(now: datetime) -> float:
    here = now.astimezone(VIETNAM)
    opens = datetime.combine(here.date(), MORNING, VIETNAM)
    if opens <= here:
        opens += timedelta(days=1)
    return (opens - here).total_seconds()
