"""Two people at two desks who write at the same moment, over every kind of record there is."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import openpyxl
import orjson

from bot.app import utc_now
from content.calendar import local, today
from content.fact_text import rows_of
from content.facts import Fact
from content.knowledge import Entry
from content.library import Content
from content.overlay import Published, fact_entry, ward_entry
from content.packs import Pack, new_key, packed, read_key
from content.ward_parts import office_part, values_of
from content.written import fields_of
from handlers.broadcast import approval, drafting, keeping, trying
from handlers.clock import alarms
from handlers.conference.inviting import issue
from handlers.desk import acts as desk_acts
from handlers.desk import announcing
from handlers.desk import figures as desk_figures
from handlers.desk import packs as desk_packs
from handlers.desk import ward_settings as desk_ward
from handlers.desk.announcing import Proposed
from handlers.desk.lists import key_of, standing
from handlers.desk.moving import DeskAsk
from handlers.live.team import monday_of
from handlers.office import carrying
from handlers.people import second_step
from handlers.people.calendar import sending_days
from handlers.question import answering, asking_back, canned, moves, receiving
from handlers.question.canned import CannedWording
from handlers.question.together import as_shown
from handlers.register import doubles, listing, writing
from handlers.register.writing import WrittenBusiness, new_business
from handlers.survey import waves
from storage.audit import JournalFilter
from storage.broadcast_models import Audience, Broadcast, BroadcastKind, ItemState, NewsItem
from storage.business_claims import BusinessClaim, ClaimKind
from storage.business_models import (
    Alike,
    Business,
    BusinessField,
    BusinessImport,
    BusinessPair,
    Entered,
    KnownFrom,
    ListOrigin,
    Tied,
)
from storage.calls import CallState, CallTask
from storage.canned import CannedAnswer, CannedReach
from storage.connection import only
from storage.database import Transaction
from storage.event_models import BusinessKind, Event, EventState, EventTask, Registration
from storage.handoff_models import (
    DutyTurn,
    Half,
    Handoff,
    HandoffState,
    HandoffWhy,
    StaffAbsence,
    TeamMember,
)
from storage.kept_writings import KeptKind
from storage.models import Reason
from storage.question_models import DataRequest, Photo, Question, RequestKind
from storage.rows import fingerprint
from storage.staff_models import Role, Staff
from storage.survey_models import SurveyWave
from storage.topic_notices import TopicNotice, TopicNoticeKind
from tests.handlers.test_seats import sign_up
from tests.support import broadcast as sending
from tests.support.conference import make_event, make_staff
from tests.support.survey import running_wave
from tests.support.survey import wording as survey_wording

Act = tuple[str, dict[str, Any]]
PACK_KEY = read_key(new_key())


@dataclass(frozen=True)
class Pair:
    """One thing two people do at once, on `page`. `marks` are the traces each act would leave in
    what `kept` reads. `both`: they touch different things, so both are kept; else one is, and with
    `texts` the other person is shown both marks."""

    page: str
    first: Act
    second: Act
    marks: tuple[str, str]
    kept: Callable[[Transaction], str]
    both: bool = False
    texts: bool = False
    files: tuple[bytes, bytes] | None = None  # lists that each tries out first


@dataclass(frozen=True)
class World:
    """Where a pair is made: `n` is a number no other pair has."""

    tx: Transaction
    content: Content
    n: int
    author: Staff  # of what the two approve

    def event(self, **given: Any) -> Event:
        return make_event(self.tx, now=utc_now(), title=f"Hội nghị {self.n}", **given)

    def guest(self, event: Event, more: int = 0) -> Registration:
        found = sign_up(self.tx, event, self.n * 10 + more).registration
        assert found
        return found

    def question(self, **given: Any) -> Question:
        asked = receiving.Asked(f"Câu số {self.n}", "moi-truong", "paper", **given)
        return receiving.receive(self.tx, self.content, asked, utc_now(), actor="x")


KINDS: dict[str, tuple[str, Callable[[World], Pair]]] = {}


def kind(place: str) -> Callable[[Callable[[World], Pair]], Callable[[World], Pair]]:
    """A kind of pair, written at this place of the console."""

    def add(make: Callable[[World], Pair]) -> Callable[[World], Pair]:
        KINDS[make.__name__] = (place, make)
        return make

    return add


def _event(event: Event, what: Callable[[Event], object]) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        found = tx.events.get(event.id)
        assert found
        return str(what(found))

    return kept


# ---- canned answers ----

CANNED = "/cau-mau/{canned}"


def _canned(w: World) -> CannedAnswer:
    wording = CannedWording(f"Mẫu {w.n}", "Kính gửi", "", CannedReach.WARD)
    return canned.add(w.tx, w.author, wording, utc_now())


def _canned_text(made: CannedAnswer) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        found = tx.canned.get(made.id)
        return found.text if found else "gone"

    return kept


@kind("/cau-mau/them")
def canned_added(w: World) -> Pair:
    def add(mark: str) -> Act:
        return "/cau-mau/them", {"title": f"{mark} {w.n}", "text": "x", "reach": "ward"}

    def kept(tx: Transaction) -> str:
        return str([one.title for one in tx.canned.of(0, "")])

    return Pair("/cau-mau", add("A"), add("B"), (f"A {w.n}", f"B {w.n}"), both=True, kept=kept)


@kind(f"{CANNED}/sua")
def canned_text(w: World) -> Pair:
    made = _canned(w)
    page = f"/cau-mau/{made.id}"

    def say(mark: str) -> Act:
        return f"{page}/sua", {"title": made.title, "text": mark, "reach": "ward"}

    return Pair(
        page,
        say("chữ A"),
        say("chữ B"),
        ("chữ A", "chữ B"),
        _canned_text(made),
        texts=True,
    )


@kind(f"{CANNED}/xoa")
def canned_text_and_removal(w: World) -> Pair:
    made = _canned(w)
    page = f"/cau-mau/{made.id}"
    change = {"title": made.title, "text": "chữ A", "reach": "ward"}
    return Pair(
        page, (f"{page}/sua", change), (f"{page}/xoa", {}), ("chữ A", "gone"), _canned_text(made)
    )


# ---- surveys ----

SURVEY = "/khao-sat/{wave}"


def _survey(w: World, *, runs: bool = False) -> SurveyWave:
    plain = survey_wording(w.content, today(utc_now()), title=f"Đợt {w.n}")
    if runs:
        return running_wave(w.tx, w.content, utc_now(), title=plain.title)
    return waves.make(w.tx, w.content, w.author, plain, utc_now())


def _survey_fields(w: World, title: str) -> dict[str, Any]:
    day = today(utc_now())
    ends = day + timedelta(days=9)
    return {
        "title": title,
        "starts_on": f"{day:%d/%m/%Y}",
        "ends_on": f"{ends:%d/%m/%Y}",
        "questions": ["nghe", "ho_tro"],
    }


@kind("/khao-sat/moi")
def survey_added(w: World) -> Pair:
    def add(mark: str) -> Act:
        return "/khao-sat/moi", _survey_fields(w, f"{mark} {w.n}")

    def kept(tx: Transaction) -> str:
        return str([one.title for one in tx.surveys.waves()])

    marks = (f"A {w.n}", f"B {w.n}")
    return Pair("/khao-sat/moi", add("A"), add("B"), marks, both=True, kept=kept)


@kind(f"{SURVEY}/sua")
def survey_text(w: World) -> Pair:
    made = _survey(w)
    page = f"/khao-sat/{made.id}/sua"

    def say(mark: str) -> Act:
        return page, _survey_fields(w, mark)

    def kept(tx: Transaction) -> str:
        found = tx.surveys.wave(made.id)
        return found.title if found else "gone"

    return Pair(page, say("chữ A"), say("chữ B"), ("chữ A", "chữ B"), kept, texts=True)


@kind(f"{SURVEY}/lam")
def survey_submitted_and_removed(w: World) -> Pair:
    made = _survey(w)
    page = f"/khao-sat/{made.id}"

    def kept(tx: Transaction) -> str:
        found = tx.surveys.wave(made.id)
        return str(found.state) if found else "gone"

    first, second = (f"{page}/lam", {"do": "submit"}), (f"{page}/lam", {"do": "remove"})
    return Pair(page, first, second, ("submitted", "gone"), kept)


@kind(f"{SURVEY}/phieu")
def survey_forms_keyed(w: World) -> Pair:
    made = _survey(w, runs=True)
    page = f"/khao-sat/{made.id}/phieu"

    def key(mark: str) -> Act:
        return page, {"key": f"{mark}-{w.n}", "q_nghe": "an_uong", "agreed": "1"}

    def kept(tx: Transaction) -> str:
        return str([one.key for one in tx.surveys.of_wave(made.id)])

    return Pair(page, key("A"), key("B"), (f"A-{w.n}", f"B-{w.n}"), both=True, kept=kept)


@kind("/hoi-giup/{asked}/gui")
def stalls_asked(w: World) -> Pair:
    made = _survey(w, runs=True)

    def ask(mark: str) -> Act:
        shop = new_business(w.tx, BusinessKind.HOUSEHOLD, utc_now())
        item = {"key": f"{mark}-{w.n}", "id": shop.code, "chosen": {"nghe": ["an_uong"]}}
        return f"/hoi-giup/{made.id}/gui", {"items": orjson.dumps([item]).decode()}

    def kept(tx: Transaction) -> str:
        return str([one.key for one in tx.surveys.of_wave(made.id)])

    marks = (f"A-{w.n}", f"B-{w.n}")
    return Pair("/khao-sat/moi", ask("A"), ask("B"), marks, both=True, kept=kept)


@kind("/xac-nhan-ho/{claim}")
def claim_refused_twice(w: World) -> Pair:
    contact = w.tx.contacts.meet("web", f"claim{w.n}", utc_now())
    number = w.tx.business_claims.ids.next()
    made = BusinessClaim(number, ClaimKind.MINE, contact.id, "Bún Lành", utc_now())
    w.tx.business_claims.add(made)
    act = (f"/xac-nhan-ho/{made.id}", {"do": "refuse", "why": "Chưa rõ"})

    def kept(tx: Transaction) -> str:
        found = tx.business_claims.get(made.id)
        return "decided" if found and found.decided_at else "open"

    return Pair("/xac-nhan-ho", act, act, ("decided", "decided"), kept)


# ---- the register of businesses ----

BUSINESS = "/so-ho/{business}"


def _business(w: World) -> Business:
    values = {BusinessField.NAME: f"Hộ {w.n}", BusinessField.NOTE: "đầu"}
    written = WrittenBusiness(BusinessKind.HOUSEHOLD, values, owner="Bà Tư")
    return writing.add(w.tx, w.author, written, utc_now())


def _business_says(made: Business) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        (line,) = tx.business_lists.some([made.id])
        people = sorted(one.name for one in line.persons)
        return str((line.values, line.business.status, people))

    return kept


@kind("/so-ho/them")
def business_added(w: World) -> Pair:
    def add(mark: str) -> Act:
        return "/so-ho/them", {"name": f"{mark} {w.n}", "kind": "household", "tenure": ""}

    def kept(tx: Transaction) -> str:
        return str([name for _, name in tx.business_lists.names()])

    marks = (f"A {w.n}", f"B {w.n}")
    return Pair("/so-ho/them", add("A"), add("B"), marks, both=True, kept=kept)


@kind(f"{BUSINESS}/sua")
def business_text(w: World) -> Pair:
    made = _business(w)
    page = f"/so-ho/{made.id}"
    first, second = {"note": "một A"}, {"note": "hai B"}
    return Pair(
        page,
        (f"{page}/sua", first),
        (f"{page}/sua", second),
        ("một A", "hai B"),
        _business_says(made),
        texts=True,
    )


@kind(f"{BUSINESS}/tinh-trang")
def business_status(w: World) -> Pair:
    made = _business(w)
    page = f"/so-ho/{made.id}"
    paused, closed = {"became": "paused"}, {"became": "closed"}
    since = {"from_day": "01/11/2026"}
    return Pair(
        page,
        (f"{page}/tinh-trang", paused | since),
        (f"{page}/tinh-trang", closed | since),
        ("paused", "closed"),
        _business_says(made),
    )


@kind(f"{BUSINESS}/nguoi")
def business_people(w: World) -> Pair:
    made = _business(w)
    page = f"/so-ho/{made.id}"

    def add(name: str) -> Act:
        return f"{page}/nguoi", {"person_name": name, "relation": "worker"}

    marks = ("Trần Văn Ba", "Lê Thị Sáu")
    return Pair(page, add(marks[0]), add(marks[1]), marks, both=True, kept=_business_says(made))


@kind(f"{BUSINESS}/het-nguoi")
def business_person_and_text(w: World) -> Pair:
    made = _business(w)
    page = f"/so-ho/{made.id}"
    (owner,) = w.tx.businesses.persons(made.id)
    return Pair(
        page,
        (f"{page}/sua", {"note": "một A"}),
        (f"{page}/het-nguoi", {"person": owner.id}),
        ("một A", "[]"),
        _business_says(made),
    )


@kind(f"{BUSINESS}/xoa")
def business_text_and_erasure(w: World) -> Pair:
    made = _business(w)
    page = f"/so-ho/{made.id}"
    return Pair(
        page,
        (f"{page}/sua", {"note": "một A"}),
        (f"{page}/xoa", {"sure": made.code}),
        ("một A", "({}"),
        _business_says(made),
    )


def _two_alike(w: World) -> tuple[Business, Business, BusinessPair]:
    one, other = _business(w), _business(w)
    low, high = sorted((one, other), key=lambda made: made.id)
    number = w.tx.business_pairs.ids.next()
    pair = BusinessPair(number, low.id, high.id, Alike.NAME, utc_now())
    return low, high, w.tx.business_pairs.add(pair)


def _merged_into(low: Business, high: Business) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        found = tx.businesses.get(low.id), tx.businesses.get(high.id)
        return "".join(
            f"{one.code} is one with {one.merged_into} " if one and one.merged_into else "alone"
            for one in found
        )

    return kept


@kind("/so-ho-trung/{pair}")
def business_pair_decided(w: World) -> Pair:
    low, high, pair = _two_alike(w)
    path = f"/so-ho-trung/{pair.id}"
    marks = (f"{high.code} is one", f"{low.code} is one")
    first, second = (path, {"do": "one"}), (path, {"do": "other"})
    return Pair("/so-ho-trung", first, second, marks, _merged_into(low, high))


@kind("/so-ho/gop/{merge}/tach")
def businesses_parted(w: World) -> Pair:
    low, high, _ = _two_alike(w)
    merge = doubles.merge(w.tx, w.author, low.id, high.id, utc_now())
    act: Act = (f"/so-ho/gop/{merge.id}/tach", {})
    marks = ("alonealone", "alonealone")
    return Pair(f"/so-ho/{low.id}", act, act, marks, _merged_into(low, high))


def _shops(name: str, owner: str) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Tên hộ kinh doanh", "Chủ hộ"])
    sheet.append([name, owner])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@kind("/so-ho/nhap")
def businesses_loaded(w: World) -> Pair:
    marks = (f"Xôi {w.n} An", f"Chè {w.n} Bé")
    files = _shops(marks[0], "Trần Văn An"), _shops(marks[1], "Lê Thị Bé")
    act: Act = ("/so-ho/nhap", {"do": "keep"})

    def kept(tx: Transaction) -> str:
        return str([name for _, name in tx.business_lists.names()])

    return Pair("/so-ho/nhap", act, act, marks, files=files, kept=kept)


@kind("/so-ho/nhap/{import}/bo")
def businesses_taken_back(w: World) -> Pair:
    number = w.tx.business_imports.ids.next()
    made = BusinessImport(number, ListOrigin.TAX, "t.xlsx", "m", utc_now().date(), utc_now(), "an")
    loaded = w.tx.business_imports.add(made)

    def kept(tx: Transaction) -> str:
        found = tx.business_imports.get(loaded.id)
        return "gone" if found and found.undone_at else "there"

    act: Act = (f"/so-ho/nhap/{loaded.id}/bo", {"sure": "0"})
    return Pair("/so-ho/nhap", act, act, ("gone", "gone"), kept)


def _group_names(tx: Transaction) -> str:
    return str([one.name for one in tx.business_lists.groups()])


def _chats(made: Business) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        tied = [one.contact_id for one in tx.businesses.persons(made.id)]
        return "tied" if any(tied) else "free"

    return kept


@kind(f"{BUSINESS}/gan")
def business_tied(w: World) -> Pair:
    made, contact = _business(w), w.tx.contacts.meet("web", f"tie{w.n}", utc_now())
    asked = w.question(contact_id=contact.id)
    (owner,) = w.tx.businesses.persons(made.id)
    page = f"/so-ho/{made.id}/gan?ma={asked.code}"
    act = (f"/so-ho/{made.id}/gan", {"code": asked.code, "person": str(owner.id), "proof": "GCN"})
    return Pair(page, act, act, ("tied", "tied"), _chats(made))


@kind(f"{BUSINESS}/bo-gan")
def business_untied(w: World) -> Pair:
    made, contact = _business(w), w.tx.contacts.meet("web", f"untie{w.n}", utc_now())
    (owner,) = w.tx.businesses.persons(made.id)
    w.tx.businesses.tie(owner, contact.id, Tied.STAFF, Entered(KnownFrom.STAFF, utc_now(), "an"))
    act = (f"/so-ho/{made.id}/bo-gan", {"person": str(owner.id), "why": "nhầm người"})
    return Pair(f"/so-ho/{made.id}", act, act, ("free", "free"), _chats(made))


@kind("/so-ho/da-bao")
def business_told(w: World) -> Pair:
    made = _business(w)

    def tell(how: str) -> Act:
        fields = {"day": f"{utc_now():%d/%m/%Y}", "how": how, "topic": "chung"}
        return "/so-ho/da-bao?bao=chua", fields | {"told": str(made.id)}

    def kept(tx: Transaction) -> str:
        found = tx.reach.outreach("2000-01-01", "2100-01-01")
        return str([one.how for one in found if one.register_id == made.id])

    acts = tell("visit"), tell("leaflet")
    return Pair(f"/so-ho?bao=chua&tim={made.code}", *acts, ("visit", "leaflet"), kept, both=True)


@kind("/so-ho/nhom")
def business_group_added(w: World) -> Pair:
    def add(mark: str) -> Act:
        return "/so-ho/nhom", {"name": f"{mark} {w.n}", "need": "vay"}

    marks = (f"nhóm A {w.n}", f"nhóm B {w.n}")
    return Pair("/so-ho?can=vay", add("nhóm A"), add("nhóm B"), marks, both=True, kept=_group_names)


@kind("/so-ho/nhom/{group}/xoa")
def business_group_removed(w: World) -> Pair:
    group = listing.save_group(w.tx, w.author, f"xóa {w.n}", {"need": "vay"}, utc_now())

    def kept(tx: Transaction) -> str:
        return _group_names(tx) + ("" if tx.business_lists.group(group.id) else "gone")

    path = f"/so-ho/nhom/{group.id}/xoa"
    return Pair("/so-ho", (path, {}), (path, {}), ("gone", "gone"), kept)


# ---- events ----

EVENT = "/su-kien/{event}"


@kind(f"{EVENT}/sua")
def event_text(w: World) -> Pair:
    event = w.event()
    page = f"/su-kien/{event.id}"
    first, second = {"about": "một A"}, {"about": "hai B"}
    return Pair(
        page,
        (f"{page}/sua", first),
        (f"{page}/sua", second),
        ("một A", "hai B"),
        _event(event, lambda e: e.about),
        texts=True,
    )


@kind(f"{EVENT}/sua")
def event_text_and_cancelling(w: World) -> Pair:
    event = w.event()
    page = f"/su-kien/{event.id}"
    cancel = {"do": "cancel", "sure": event.code, "reason": "bão"}
    return Pair(
        page,
        (f"{page}/sua", {"about": "một A"}),
        (f"{page}/trang-thai", cancel),
        ("một A", "cancelled"),
        _event(event, lambda e: e.about + e.state),
    )


@kind(f"{EVENT}/trang-thai")
def event_state(w: World) -> Pair:
    event = w.event(state=EventState.DRAFT)
    page = f"/su-kien/{event.id}"
    path = f"{page}/trang-thai"
    cancel = {"do": "cancel", "sure": event.code, "reason": "bão"}
    return Pair(
        page,
        (path, {"do": "publish"}),
        (path, cancel),
        ("open", "cancelled"),
        _event(event, lambda e: e.state),
    )


@kind(f"{EVENT}/dong-mo")
def event_open(w: World) -> Pair:
    event = w.event()
    page = f"/su-kien/{event.id}"
    path = f"{page}/dong-mo"
    return Pair(
        page,
        (path, {"what": "registration", "open": "0"}),
        (path, {"what": "questions", "open": "0"}),
        ("registration", "questions"),
        _event(
            event,
            lambda e: (
                ("" if e.registration_open else "registration")
                + ("" if e.questions_open else "questions")
            ),
        ),
    )


@kind(f"{EVENT}/chuong-trinh")
def programme(w: World) -> Pair:
    event = w.event()
    page = f"/su-kien/{event.id}"

    def lines(mark: str) -> Act:
        return f"{page}/chuong-trinh", {"time": ["8h"], "content": [mark], "who": ["x"]}

    return Pair(
        page,
        lines("mục A"),
        lines("mục B"),
        ("mục A", "mục B"),
        texts=True,
        kept=lambda tx: str(tx.events.programme(event.id)),
    )


@kind(f"{EVENT}/viec")
def task(w: World) -> Pair:
    event = w.event()
    due = (utc_now() + timedelta(days=3)).date()
    made = w.tx.events.add_task(EventTask(w.tx.events.ids.next(), event.id, due, "Mượn ghế"))
    page = f"/su-kien/{event.id}"
    fields = {"task": str(made.id), "title": made.title}

    def kept(tx: Transaction) -> str:
        found = tx.events.task(made.id)
        return "gone" if found is None else ("ticked" if found.done_at else "open")

    return Pair(
        page,
        (f"{page}/viec", fields | {"do": "tick"}),
        (f"{page}/viec", fields | {"do": "remove"}),
        ("ticked", "gone"),
        kept,
    )


@kind(f"{EVENT}/viec")
def tasks_added(w: World) -> Pair:
    event = w.event()
    page = f"/su-kien/{event.id}"

    def add(mark: str) -> Act:
        return f"{page}/viec", {"do": "add", "title": mark, "due": "2099-12-01"}

    return Pair(
        page,
        add("việc A"),
        add("việc B"),
        ("việc A", "việc B"),
        both=True,
        kept=lambda tx: str(tx.events.tasks(event.id)),
    )


@kind(f"{EVENT}/giay-moi")
def invitations_issued(w: World) -> Pair:
    event = w.event()
    page = f"/su-kien/{event.id}"

    def invite(mark: str) -> Act:
        return f"{page}/giay-moi", {"recipients": mark, "category": "guest"}

    return Pair(
        page,
        invite("Hộ A"),
        invite("Hộ B"),
        ("Hộ A", "Hộ B"),
        both=True,
        kept=lambda tx: str(tx.events.invitations(event.id)),
    )


@kind(f"{EVENT}/nhac-moi")
def silent_reminded(w: World) -> Pair:
    event = w.event()
    made = [issue(w.tx, event, name, "Phường", utc_now()) for name in ("Hộ A", "Hộ B")]
    day = local(sending_days(w.content.ward).sending_time(utc_now() + timedelta(days=1))).date()
    page = f"/su-kien/{event.id}"

    def remind(number: int) -> Act:
        return f"{page}/nhac-moi", {"invited": [str(made[number].id)], "remind_on": str(day)}

    marks = (f"silent:{made[0].id}:", f"silent:{made[1].id}:")
    return Pair(
        page,
        remind(0),
        remind(1),
        marks,
        both=True,
        kept=lambda tx: str(tx.calls.keys("silent:")),
    )


@kind(f"{EVENT}/thu-hoi")
def invitation_revoked(w: World) -> Pair:
    event = w.event()
    made = issue(w.tx, event, "Hộ A", "Phường", utc_now())
    page = f"/su-kien/{event.id}"
    act = (f"{page}/thu-hoi", {"code": made.code})
    return Pair(
        page,
        act,
        act,
        ("revoked", "revoked"),
        lambda tx: "revoked" if tx.events.invitations(event.id)[0].revoked_at else "",
    )


@kind(f"{EVENT}/chuyen-ky-sau")
def carried_over(w: World) -> Pair:
    event = w.event(state=EventState.HELD)
    later = make_event(w.tx, now=utc_now(), days=90, title=f"Kỳ sau {w.n}")
    asked = w.question(event_id=event.id)
    page = f"/su-kien/{event.id}"
    act: Act = (f"{page}/chuyen-ky-sau", {})

    def kept(tx: Transaction) -> str:
        found = tx.questions.get(asked.id)
        return "carried" if found and found.event_id and found.event_id != event.id else ""

    assert later
    return Pair(page, act, act, ("carried", "carried"), kept)


@kind(f"{EVENT}/dua-ve")
def brought_back(w: World) -> Pair:
    event = w.event(state=EventState.HELD)
    make_event(w.tx, now=utc_now(), days=90, title=f"Kỳ sau {w.n}")
    asked = w.question(event_id=event.id)
    carrying.carry(w.tx, event, utc_now(), staff=w.author)
    page = f"/su-kien/{event.id}"
    act: Act = (f"{page}/dua-ve", {})

    def kept(tx: Transaction) -> str:
        found = tx.questions.get(asked.id)
        return "back" if found and found.event_id == event.id else ""

    return Pair(page, act, act, ("back", "back"), kept)


@kind(f"{EVENT}/de-nghi")
def proposed(w: World) -> Pair:
    event = w.event(state=EventState.DRAFT, proposed_by="Lan", proposed_at=utc_now())
    page = f"/su-kien/{event.id}"
    act: Act = (f"{page}/de-nghi", {"do": "unpropose"})
    asked = _event(event, lambda e: "" if e.proposed_at else "declined")
    return Pair(page, act, act, ("declined", "declined"), asked)


@kind(f"{EVENT}/bien-ban")
def minutes(w: World) -> Pair:
    event = w.event()
    page = f"/su-kien/{event.id}/bien-ban"
    return Pair(
        page,
        (page, {"chair": "Ông A"}),
        (page, {"chair": "Bà B"}),
        ("Ông A", "Bà B"),
        _event(event, lambda e: e.minutes),
        texts=True,
    )


# ---- attendees ----

GUEST = f"{EVENT}/dai-bieu/{{registration}}"


def _guest(w: World) -> tuple[Registration, str, Callable[[Transaction], str]]:
    registration = w.guest(w.event())
    path = f"/su-kien/{registration.event_id}/dai-bieu/{registration.id}"

    def kept(tx: Transaction) -> str:
        found = tx.registrations.get(registration.id)
        assert found
        return f"{found.business} {found.state}"

    return registration, path, kept


@kind(f"{GUEST}/sua")
def attendee(w: World) -> Pair:
    _, path, kept = _guest(w)
    return Pair(
        path,
        (f"{path}/sua", {"business": "Quán A"}),
        (f"{path}/sua", {"business": "Quán B"}),
        ("Quán A", "Quán B"),
        kept,
        texts=True,
    )


@kind(f"{GUEST}/huy")
def attendee_and_cancelling(w: World) -> Pair:
    _, path, kept = _guest(w)
    return Pair(
        path,
        (f"{path}/sua", {"business": "Quán A"}),
        (f"{path}/huy", {}),
        ("Quán A", "cancelled"),
        kept,
    )


@kind(f"{GUEST}/ghi-lai")
def put_back(w: World) -> Pair:
    registration, path, kept = _guest(w)
    w.tx.registrations.save(replace(registration, state="cancelled"))  # type: ignore[arg-type]  # a name of it
    act: Act = (f"{path}/ghi-lai", {})
    return Pair(path, act, act, ("confirmed", "confirmed"), kept)


@kind(f"{GUEST}/nhan-cho")
def offer_taken(w: World) -> Pair:
    registration, path, kept = _guest(w)
    until = utc_now() + timedelta(days=1)
    w.tx.registrations.save(replace(registration, state="offered", offer_until=until))  # type: ignore[arg-type]  # a name of it
    return Pair(
        path, (f"{path}/nhan-cho", {}), (f"{path}/huy", {}), ("confirmed", "cancelled"), kept
    )


@kind(f"{GUEST}/cung-co-so")
def same_business(w: World) -> Pair:
    event = w.event()
    names = [w.guest(event, more) for more in range(3)]
    for one in names:
        known = w.tx.registrations.get(one.id)
        assert known
        w.tx.registrations.save(replace(known, business="Tạp hóa", neighbourhood="TDP 1"))
    path = f"/su-kien/{event.id}/dai-bieu/{names[0].id}"

    def kept(tx: Transaction) -> str:
        mine = tx.registrations.get(names[0].id)
        assert mine
        same = (
            tx.registrations.of_business(event.id, mine.business_key) if mine.business_key else []
        )
        return " ".join(f"with-{other.id}" for other in same)

    acts = [(f"{path}/cung-co-so", {"other": str(other.id)}) for other in names[1:]]
    return Pair(path, acts[0], acts[1], (f"with-{names[1].id}", f"with-{names[2].id}"), kept)


@kind(f"{GUEST}/cung-nguoi")
def one_person(w: World) -> Pair:
    """Somebody registered three times: two people of staff give one of them up each."""
    event = w.event()
    twins = [w.guest(event, more) for more in range(3)]
    for one in twins:
        known = w.tx.registrations.get(one.id)
        assert known
        w.tx.registrations.save(replace(known, name="Trần Thị Hoa", neighbourhood="TDP 1"))
    path = f"/su-kien/{event.id}/dai-bieu/{twins[0].id}"

    def kept(tx: Transaction) -> str:
        gone = [one for one in tx.registrations.of_event(event.id) if not one.is_alive]
        return " ".join(f"gone-{one.id}" for one in gone)

    acts = [(f"{path}/cung-nguoi", {"other": str(other.id)}) for other in twins[1:]]
    return Pair(path, acts[0], acts[1], (f"gone-{twins[1].id}", f"gone-{twins[2].id}"), kept)


@kind(f"{EVENT}/them-dai-bieu")
def attendees_added(w: World) -> Pair:
    event = w.event()
    path = f"/su-kien/{event.id}/them-dai-bieu"

    def add(mark: str) -> Act:
        return path, {
            "name": mark,
            "kind": "household",
            "category": "guest",
            "companions": "0",
            "source": "paper",
        }

    return Pair(
        path,
        add("Trần Văn An"),
        add("Lê Thị Bé"),
        ("Trần Văn An", "Lê Thị Bé"),
        both=True,
        kept=lambda tx: str(tx.registrations.of_event(event.id)),
    )


@kind(f"{EVENT}/them-dai-bieu")
def the_same_phone_added(w: World) -> Pair:
    event = w.event()
    path = f"/su-kien/{event.id}/them-dai-bieu"

    def add(mark: str) -> Act:
        return path, {
            "name": mark,
            "kind": "household",
            "category": "business",
            "companions": "0",
            "source": "paper",
            "phone": f"0912{w.n:06}",
        }

    return Pair(
        path,
        add("Trần Văn An"),
        add("Lê Thị Bé"),
        ("Trần Văn An", "Lê Thị Bé"),
        texts=True,
        kept=lambda tx: str(tx.registrations.of_event(event.id)),
    )


def _sheet(name: str, phone: str) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Họ tên", "Điện thoại"])
    sheet.append([name, phone])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@kind(f"{EVENT}/nhap")
def lists_imported(w: World) -> Pair:
    event = w.event()
    path = f"/su-kien/{event.id}/nhap"
    phone = f"0913{w.n:06}"
    files = _sheet("Trần Văn An", phone), _sheet("Lê Thị Bé", phone)
    act: Act = (path, {"do": "keep"})
    return Pair(
        path,
        act,
        act,
        ("Trần Văn An", "Lê Thị Bé"),
        files=files,
        kept=lambda tx: str(tx.registrations.of_event(event.id)),
    )


@kind(f"{EVENT}/bo-nhap")
def list_taken_back(w: World) -> Pair:
    event = w.event()
    guests = w.guest(event), w.guest(event, 1)
    for guest in guests:
        known = w.tx.registrations.get(guest.id)
        assert known
        w.tx.registrations.save(replace(known, source="import"))
    path, at = f"/su-kien/{event.id}", guests[0].created_at.isoformat()
    act: Act = (f"{path}/bo-nhap", {"at": at, "sure": "2"})
    return Pair(
        f"{path}/dai-bieu",
        act,
        act,
        ("cancelled", "cancelled"),
        lambda tx: str(tx.registrations.of_event(event.id)[0].state),
    )


# ---- the door, calls ----


@kind(f"{EVENT}/cua/nhuong-cho")
def seats_freed(w: World) -> Pair:
    event = w.event()
    w.guest(event)
    known = w.tx.events.get(event.id)
    assert known
    w.tx.events.save(replace(known, starts_at=utc_now() - timedelta(minutes=5)))
    path = f"/su-kien/{event.id}/cua"
    act: Act = (f"{path}/nhuong-cho", {})
    return Pair(
        path,
        act,
        act,
        ("no_show", "no_show"),
        lambda tx: str(tx.registrations.of_event(event.id)[0].state),
    )


@kind(f"{EVENT}/cua/diem-danh")
def arrivals(w: World) -> Pair:
    event = w.event()
    guests = [w.guest(event, more) for more in range(2)]
    path = f"/su-kien/{event.id}/cua"

    def arrive(number: int) -> Act:
        item = f'[{{"key": "k{w.n}-{number}", "id": "{guests[number].id}"}}]'
        return f"{path}/diem-danh", {"items": item}

    def kept(tx: Transaction) -> str:
        return " ".join(f"in-{g.id}" for g in tx.registrations.of_event(event.id) if g.present)

    return Pair(
        path, arrive(0), arrive(1), (f"in-{guests[0].id}", f"in-{guests[1].id}"), kept, both=True
    )


@kind(f"{EVENT}/cua/khach")
def walk_ins(w: World) -> Pair:
    event = w.event()
    path = f"/su-kien/{event.id}/cua"

    def come(mark: str) -> Act:
        return f"{path}/khach", {"name": mark, "category": "guest", "key": f"{w.n}{mark}"}

    return Pair(
        path,
        come("Trần Văn An"),
        come("Lê Thị Bé"),
        ("Trần Văn An", "Lê Thị Bé"),
        both=True,
        kept=lambda tx: str(tx.registrations.of_event(event.id)),
    )


@kind("/goi-dien/{call}")
def call(w: World) -> Pair:
    now = utc_now()
    number = 900_000_000 + w.n
    w.tx.calls.add(
        CallTask(number, f"k{w.n}", "x", "Gọi", now, now, CallState.OPEN, w.guest(w.event()).id)
    )
    path = f"/goi-dien/{number}"

    def kept(tx: Transaction) -> str:
        found = tx.calls.get(number)
        assert found
        return "unreached" if found.tries else str(found.state)

    return Pair(
        "/goi-dien",
        (path, {"do": "told"}),
        (path, {"do": "unreached"}),
        ("told", "unreached"),
        kept,
    )


# ---- questions ----

CASE = "/cau-hoi/{code}"


def _case(
    question: Question, what: Callable[[Transaction, Question], object]
) -> tuple[str, Callable[[Transaction], str]]:
    def kept(tx: Transaction) -> str:
        found = tx.questions.get(question.id)
        assert found
        return str(what(tx, found))

    return f"/cau-hoi/{question.code}", kept


@kind("/goi-dien/{call}/loi")
def written_down(w: World) -> Pair:
    asked = w.question(phone=f"+849{w.n:08}")
    done = asking_back.ask_more(w.tx, w.content, asked, "Ở đâu?", utc_now(), staff=w.author)
    _, kept = _case(asked, lambda tx, q: q.content)
    path = f"/goi-dien/{done.told[0].call_id}/loi"
    return Pair(
        "/goi-dien",
        (path, {"note": "lời A"}),
        (path, {"note": "lời B"}),
        ("lời A", "lời B"),
        kept,
        texts=True,
    )


@kind(f"{CASE}/lam")
def assigned(w: World) -> Pair:
    path, kept = _case(w.question(), lambda tx, q: q.office)
    one, two = list(w.content.ward.answering)[:2]
    return Pair(
        path,
        (f"{path}/lam", {"do": "assign", "office": one}),
        (f"{path}/lam", {"do": "assign", "office": two}),
        (one, two),
        kept,
    )


@kind("/cau-hoi/nhieu")
def several_assigned(w: World) -> Pair:
    asked = w.question()
    _, kept = _case(asked, lambda tx, q: q.office)
    one, two = list(w.content.ward.answering)[:2]
    item = f"{asked.code}:{fingerprint(*as_shown(w.tx, asked))}"

    def give(office: str) -> Act:
        return "/cau-hoi/nhieu?loc=moi", {"item": item, "to": f"o:{office}"}

    return Pair("/cau-hoi?loc=moi", give(one), give(two), (one, two), kept)


@kind(f"{CASE}/lam")
def answered(w: World) -> Pair:
    asked = w.question()
    moves.move(w.tx, asked, moves.Move.ASSIGN, utc_now(), staff=w.author, office="kthtdt")
    path, kept = _case(asked, lambda tx, q: tx.questions.answers(q.id))

    def say(mark: str) -> Act:
        return f"{path}/lam", {"do": "answer", "text": mark, "basis": ""}

    return Pair(
        path, say("Trả lời A"), say("Trả lời B"), ("Trả lời A", "Trả lời B"), kept, texts=True
    )


@kind(f"{CASE}/lam")
def decided(w: World) -> Pair:
    asked = w.question()
    moved = moves.move(w.tx, asked, moves.Move.ASSIGN, utc_now(), staff=w.author, office="kthtdt")
    answering.answer(w.tx, w.content, moved, "Trả lời", "", utc_now(), staff=w.author)
    answer = w.tx.questions.answers(asked.id)[0]
    path, kept = _case(asked, lambda tx, q: q.state)
    fields = {"answer": str(answer.id)}
    return Pair(
        path,
        (f"{path}/lam", fields | {"do": "approve"}),
        (f"{path}/lam", fields | {"do": "want_changes", "note": "sửa"}),
        ("delivered", "assigned"),
        kept,
    )


@kind(f"{CASE}/linh-vuc")
def field(w: World) -> Pair:
    path, kept = _case(w.question(), lambda tx, q: q.field)
    return Pair(
        path,
        (f"{path}/linh-vuc", {"field": "thue"}),
        (f"{path}/linh-vuc", {"field": "khac"}),
        ("thue", "khac"),
        kept,
    )


@kind(f"{CASE}/dien-thoai")
def asker_phone(w: World) -> Pair:
    path, kept = _case(w.question(), lambda tx, q: q.phone or "")
    return Pair(
        path,
        (f"{path}/dien-thoai", {"phone": "0912000111"}),
        (f"{path}/dien-thoai", {"phone": "0912000112"}),
        ("+84912000111", "+84912000112"),
        kept,
    )


@kind(f"{CASE}/cong-khai/lam")
def worded_for_everybody(w: World) -> Pair:
    path, _ = _case(w.question(public=True), lambda tx, q: q.id)
    path = f"{path}/cong-khai"

    def kept(tx: Transaction) -> str:
        return str([one.text for one in tx.public_cases.all()])

    def say(mark: str) -> Act:
        return f"{path}/lam", {"do": "prepare", "case_text": mark, "case_place": ""}

    return Pair(path, say("Cống tắc"), say("Mưa ngập"), ("Cống tắc", "Mưa ngập"), kept, texts=True)


@kind(f"{CASE}/cho-xem")
def shown_to_others(w: World) -> Pair:
    path, kept = _case(w.question(public=True), lambda tx, q: q.shown_text)

    def show(mark: str) -> Act:
        return f"{path}/cho-xem", {"do": "show", "shown_text": mark}

    return Pair(path, show("chữ A"), show("chữ B"), ("chữ A", "chữ B"), kept, texts=True)


def _photos(w: World) -> tuple[str, Callable[[str], Act], Callable[[Transaction], str]]:
    asked = w.question()
    for name in "ab":
        w.tx.questions.add_photo(Photo(f"{w.n}{name}.jpg", asked.id, None, 1, utc_now()))
    path, left = _case(asked, lambda tx, q: [p.name for p in tx.questions.photos(q.id)])

    def drop(name: str) -> Act:
        return f"{path}/xoa-anh", {"name": f"{w.n}{name}.jpg", "sure": asked.code}

    def gone(tx: Transaction) -> str:
        return " ".join(f"no-{name}" for name in "ab" if f"{w.n}{name}.jpg" not in left(tx))

    return path, drop, gone


@kind(f"{CASE}/xoa-anh")
def the_same_photo_deleted(w: World) -> Pair:
    path, drop, gone = _photos(w)
    return Pair(path, drop("a"), drop("a"), ("no-a", "no-a"), gone)


@kind(f"{CASE}/xoa-anh")
def two_photos_deleted(w: World) -> Pair:
    path, drop, gone = _photos(w)
    return Pair(path, drop("a"), drop("b"), ("no-a", "no-b"), gone, both=True)


@kind("/cau-hoi/them")
def questions_added(w: World) -> Pair:
    def add(mark: str) -> Act:
        said = {"content": f"{mark} {w.n}", "field": "khac", "source": "paper", "asker": "Hoa"}
        return "/cau-hoi/them", said

    return Pair(
        "/cau-hoi/them",
        add("câu A"),
        add("câu B"),
        (f"câu A {w.n}", f"câu B {w.n}"),
        both=True,
        kept=lambda tx: str([q.content for q in tx.questions.all()]),
    )


@kind("/thue-co-so/them")
def opinions_added(w: World) -> Pair:
    def add(mark: str) -> Act:
        said = {"content": f"{mark} {w.n}", "field": "thue", "kind": "petition", "asker": "Hoa"}
        return "/thue-co-so/them", said

    return Pair(
        "/thue-co-so",
        add("ý kiến A"),
        add("ý kiến B"),
        (f"ý kiến A {w.n}", f"ý kiến B {w.n}"),
        both=True,
        kept=lambda tx: str([q.content for q in tx.questions.all()]),
    )


@kind("/thue-co-so/nhap")
def opinions_of_lists(w: World) -> Pair:
    def load(mark: str) -> Act:
        rows = f"TT\tNội dung\n1\t{mark} số {w.n} xin giải quyết"
        return "/thue-co-so/nhap", {"pasted": rows, "do": "keep"}

    return Pair(
        "/thue-co-so",
        load("Kiến nghị A"),
        load("Kiến nghị B"),
        (f"Kiến nghị A số {w.n}", f"Kiến nghị B số {w.n}"),
        both=True,
        kept=lambda tx: str([q.content for q in tx.questions.all()]),
    )


@kind("/thue-co-so/giay-moi")
def invitations_passed_on(w: World) -> Pair:
    event = w.event()

    def invite(mark: str) -> Act:
        said = {"invite_event": str(event.id), "recipients": f"{mark} {w.n}"}
        return "/thue-co-so/giay-moi", said

    return Pair(
        "/thue-co-so",
        invite("Hộ A"),
        invite("Hộ B"),
        (f"Hộ A {w.n}", f"Hộ B {w.n}"),
        both=True,
        kept=lambda tx: str(tx.events.invitations(event.id)),
    )


# ---- broadcasts, news, schedules, reach ----

NEWS = "/thong-bao/{broadcast}"


def _draft(w: World, **given: Any) -> tuple[str, Broadcast]:
    made = drafting.draft(
        w.tx,
        BroadcastKind.NEWS,
        "thue",
        f"Tin {w.n}",
        "Chữ",
        Audience(topics=("thue",)),
        utc_now(),
        author=w.author,
    )
    return f"/thong-bao/{made.id}", w.tx.broadcasts.save(replace(made, **given)) if given else made


def _state(number: int) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        found = tx.broadcasts.get(number)
        assert found
        return f"{found.state} {found.text} {found.note}"

    return kept


@kind(f"{NEWS}/sua")
def broadcast_text(w: World) -> Pair:
    path, made = _draft(w)

    def say(mark: str) -> Act:
        return f"{path}/sua", {
            "kind": "news",
            "topic": "thue",
            "title": "Tin",
            "text": mark,
            "link": "",
            "base": "subscribers",
            "neighbourhoods": "",
        }

    return Pair(
        f"{path}/sua", say("chữ A"), say("chữ B"), ("chữ A", "chữ B"), _state(made.id), texts=True
    )


@kind(f"{NEWS}/lam")
def broadcast_moved(w: World) -> Pair:
    path, made = _draft(w)
    trying.record(w.tx, made, w.author, utc_now())
    return Pair(
        path,
        (f"{path}/lam", {"do": "submit"}),
        (f"{path}/lam", {"do": "withdraw"}),
        ("submitted", "withdrawn"),
        _state(made.id),
    )


@kind(f"{NEWS}/lam")
def broadcast_decided(w: World) -> Pair:
    path, made = _draft(w)
    sending.subscribe(w.tx, 1, utc_now())
    submitted = approval.submit(w.tx, w.content, made, utc_now())[0]
    count = sum(w.tx.audiences.count_meant(submitted.filter, utc_now()).values())
    return Pair(
        path,
        (f"{path}/lam", {"do": "approve", "typed": str(count)}),
        (f"{path}/lam", {"do": "return", "why": "sửa lại"}),
        ("approved", "draft"),
        _state(made.id),
    )


@kind(f"{NEWS}/lam")
def broadcast_steered(w: World) -> Pair:
    path, made = _draft(w, state="paused", note="xem lại", started_at=utc_now())
    return Pair(
        path,
        (f"{path}/lam", {"do": "stop", "why": "sai", "sure": "0"}),
        (f"{path}/lam", {"do": "stop", "why": "thiếu", "sure": "0"}),
        ("sai", "thiếu"),
        _state(made.id),
    )


@kind(f"{NEWS}/quyet")
def doubtful_rows(w: World) -> Pair:
    path, made = _draft(w, state="stopped", started_at=utc_now(), finished_at=utc_now())
    contact = sending.subscribe(w.tx, 1, utc_now())[0]
    w.tx.outbox._db.execute(
        "INSERT INTO recipient (broadcast_id, contact_id, channel, state) "
        " VALUES (:broadcast, :contact, 'test', 'unconfirmed')",
        {"broadcast": made.id, "contact": contact},
    )
    act: Act = (f"{path}/quyet", {"contact": str(contact), "arrived": "1"})
    every: Act = (f"{path}/quyet", {"contact": "all", "arrived": "1"})
    return Pair(
        f"{path}/so?trang-thai=unconfirmed",
        act,
        every,
        ("sent", "sent"),
        lambda tx: str(tx.ledger.rows(made.id)[0][0].state),
    )


@kind("/thong-bao/soan")
def broadcasts_written(w: World) -> Pair:
    def say(mark: str) -> Act:
        return "/thong-bao/soan", {
            "kind": "news",
            "topic": "thue",
            "title": f"{mark} {w.n}",
            "text": "chữ",
            "link": "",
            "base": "subscribers",
            "neighbourhoods": "",
        }

    return Pair(
        "/thong-bao/soan",
        say("tin A"),
        say("tin B"),
        (f"tin A {w.n}", f"tin B {w.n}"),
        both=True,
        kept=lambda tx: str([b.title for b in tx.broadcasts.latest()]),
    )


def _item(w: World, month: str) -> NewsItem:
    made = NewsItem(
        w.tx.news.ids.next(),
        month,
        "chung",
        f"Tin {w.n}",
        "Một dòng.",
        ItemState.INCLUDED,
        utc_now(),
        basis="Gốc",
    )
    w.tx.news.add(made)
    return made


@kind("/ban-tin/muc")
def news_item(w: World) -> Pair:
    made = _item(w, "2026-12")

    def say(mark: str) -> Act:
        return "/ban-tin/muc", {
            "do": "save",
            "month": "2026-12",
            "item": str(made.id),
            "topic": "chung",
            "title": made.title,
            "summary": made.summary,
            "basis": mark,
        }

    return Pair(
        "/ban-tin?thang=2026-12",
        say("Luật A"),
        say("Luật B"),
        ("Luật A", "Luật B"),
        texts=True,
        kept=lambda tx: str(tx.news.get(made.id)),
    )


@kind("/ban-tin/lap")
def digest(w: World) -> Pair:
    month = f"{2030 + w.n // 12}-{w.n % 12 + 1:02}"
    made = _item(w, month)

    def kept(tx: Transaction) -> str:
        item = tx.news.get(made.id)
        assert item
        return f"{'made' if tx.broadcasts.digest_of(month) else ''} {item.state}"

    act: Act = ("/ban-tin/lap", {"month": month})
    return Pair(f"/ban-tin?thang={month}", act, act, ("made", "made"), kept)


@kind("/lich-gui/sua")
def schedule(w: World) -> Pair:
    def at(clock: str) -> Act:
        return "/lich-gui/sua", {"what": "monthly_news", "day": "3", "clock": clock, "enabled": "1"}

    minute = w.n % 60
    one, two = f"08:{minute:02}", f"15:{minute:02}"
    return Pair(
        "/lich-gui",
        at(one),
        at(two),
        (one, two),
        texts=True,
        kept=lambda tx: str(tx.schedules.get("monthly_news")),
    )


@kind("/tiep-can/so-ho")
def households_counted(w: World) -> Pair:
    name = f"TDP {w.n + 1}"
    w.tx.reach.set_neighbourhood(name, 5)

    def count(number: int) -> Act:
        return "/tiep-can/so-ho", {"name": name, "businesses": str(number)}

    return Pair(
        "/tiep-can",
        count(1111),
        count(2222),
        ("1111", "2222"),
        texts=True,
        kept=lambda tx: str(tx.reach.neighbourhoods()[name]),
    )


@kind("/tiep-can/so-ho")
def households_of_two_places(w: World) -> Pair:
    names = [f"TDP {w.n + more}" for more in (2000, 4000)]
    for name in names:
        w.tx.reach.set_neighbourhood(name, 5)

    def count(name: str, number: int) -> Act:
        return "/tiep-can/so-ho", {"name": name, "businesses": str(number)}

    def kept(tx: Transaction) -> str:
        counted = tx.reach.neighbourhoods()
        return " ".join(str(counted[name]) for name in names)

    return Pair(
        "/tiep-can", count(names[0], 1111), count(names[1], 2222), ("1111", "2222"), kept, both=True
    )


@kind("/tiep-can/nhieu-to")
def several_places_pasted(w: World) -> Pair:
    names = [f"TDP {w.n + more}" for more in (6000, 8000)]
    for name in names:
        w.tx.reach.set_neighbourhood(name, 5)

    def paste(number: int) -> Act:
        return "/tiep-can/nhieu-to", {"lines": "\n".join(f"{name}; {number}" for name in names)}

    def kept(tx: Transaction) -> str:
        counted = tx.reach.neighbourhoods()
        return " ".join(str(counted[name]) for name in names)

    return Pair("/tiep-can", paste(1111), paste(2222), ("1111", "2222"), kept, texts=True)


@kind("/thong-bao/{broadcast}/luu-mau")
def writing_kept(w: World) -> Pair:
    path, _ = _draft(w)
    names = (f"Mẫu A {w.n}", f"Mẫu B {w.n}")

    def keeps(name: str) -> Act:
        return f"{path}/luu-mau", {"what": "text", "name": name}

    return Pair(
        path,
        keeps(names[0]),
        keeps(names[1]),
        names,
        lambda tx: "; ".join(one.name for one in tx.kept_writings.all()),
        both=True,
    )


@kind("/thong-bao/mau/{kept}/xoa")
def writing_dropped(w: World) -> Pair:
    form = {"title": "Nhắc", "text": "Nhắc", "kind": "news", "topic": "thue", "link": ""}
    made = keeping.keep(w.tx, KeptKind.TEXT, f"Mẫu {w.n}", form, utc_now(), staff=w.author)
    act: Act = (f"/thong-bao/mau/{made.id}/xoa", {})
    return Pair(
        "/thong-bao/mau",
        act,
        act,
        ("gone", "gone"),
        lambda tx: "gone" if tx.kept_writings.get(made.id) is None else "",
    )


@kind("/tiep-can/to-roi")
def leaflets(w: World) -> Pair:
    def went(mark: str) -> Act:
        return "/tiep-can/to-roi", {
            "day": "2026-11-01",
            "neighbourhood": "TDP 1",
            "how": "visit",
            "topic": "chung",
            "businesses": f"{mark} {w.n}",
        }

    return Pair(
        "/tiep-can",
        went("Quán A"),
        went("Quán B"),
        (f"Quán A {w.n}", f"Quán B {w.n}"),
        both=True,
        kept=lambda tx: str(tx.reach.outreach("2026-01-01", "2027-01-01")),
    )


# ---- the rest ----


@kind("/yeu-cau-du-lieu/{request}")
def data_request(w: World) -> Pair:
    now = utc_now()
    made = DataRequest(
        w.tx.people.ids.next(),
        None,
        f"x{w.n}",
        "paper",
        next(iter(RequestKind)),
        "received",
        now,
        now.date(),
        now.date(),
    )
    w.tx.people.add_request(made)
    path = f"/yeu-cau-du-lieu/{made.id}"
    return Pair(
        "/yeu-cau-du-lieu",
        (path, {"state": "done", "result": "xong rồi"}),
        (path, {"state": "refused", "result": "không phải"}),
        ("xong rồi", "không phải"),
        lambda tx: str(tx.people.request(made.id)),
    )


@kind("/yeu-cau-du-lieu/xoa")
def erased(w: World) -> Pair:
    registration = w.guest(w.event())
    assert registration.phone
    phone = registration.phone
    sure = {"phone": phone, "do": "erase", "sure": phone[-4:], "what": f"r{registration.id}"}
    act: Act = ("/yeu-cau-du-lieu/xoa", sure)
    return Pair(
        f"POST /yeu-cau-du-lieu/xoa {phone}",
        act,
        act,
        ("erased", "erased"),
        lambda tx: "" if tx.registrations.with_phone(phone) else "erased",
    )


@kind("/kenh/bao-dong")
def alarm_ended(w: World) -> Pair:
    alarms.sound(w.tx, w.content, f"kenh{w.n}", "refused", "x", utc_now())
    act: Act = ("/kenh/bao-dong", {"channel": f"kenh{w.n}", "what": "refused"})
    return Pair(
        "/kenh",
        act,
        act,
        ("over", "over"),
        lambda tx: "" if f"kenh{w.n}" in str(tx.alarms.all()) else "over",
    )


@kind("/kenh/tin-de-rieng")
def set_aside(w: World) -> Pair:
    now = utc_now()
    w.tx.set_aside.note("web", f"m{w.n}", "x", "chữ", "lỗi", now)
    w.tx.set_aside.give_up("web", f"m{w.n}", now)
    act: Act = ("/kenh/tin-de-rieng", {"channel": "web", "message": f"m{w.n}"})
    return Pair(
        "/kenh",
        act,
        act,
        ("seen", "seen"),
        lambda tx: "" if f"m{w.n}'" in str(tx.set_aside.all()) else "seen",
    )


@kind("/kenh/tin-giu-lai")
def held(w: World) -> Pair:
    contact = w.tx.contacts.meet("somewhere", f"h{w.n}", utc_now())
    number = w.tx.outbox.add(contact.id, '{"text": "x"}', utc_now())
    w.tx.outbox.hold_all(utc_now())
    now_held = w.tx.outbox.held()
    assert now_held
    count = str(now_held.count)

    def kept(tx: Transaction) -> str:
        rows = tx.outbox._db.execute("SELECT state FROM outbox WHERE id = :id", {"id": number})
        return str(only(rows)["state"])

    return Pair(
        "/kenh",
        ("/kenh/tin-giu-lai", {"do": "release", "sure": count}),
        ("/kenh/tin-giu-lai", {"do": "drop", "sure": count}),
        ("pending", "refused"),
        kept,
    )


@kind("/nhan-su/{staff}")
def staff_edited(w: World) -> Pair:
    made = make_staff(w.tx, f"nguoi{w.n}", Role.CLERK, now=utc_now())
    path = f"/nhan-su/{made.id}"

    def name(mark: str) -> Act:
        return path, {
            "do": "edit",
            "name": mark,
            "title": "",
            "office": made.office,
            "roles": ["clerk"],
        }

    return Pair(
        "/nhan-su",
        name("Trần Văn An"),
        name("Lê Thị Bé"),
        ("Trần Văn An", "Lê Thị Bé"),
        texts=True,
        kept=lambda tx: str(tx.staff.get(made.id)),
    )


@kind("/nhan-su/hai-buoc")
def second_steps_required(w: World) -> Pair:
    def of(*roles: str) -> Act:
        return "/nhan-su/hai-buoc", {"second_step": list(roles)}

    return Pair(
        "/nhan-su",
        of("door"),
        of("auditor"),
        ("door", "auditor"),
        kept=lambda tx: " ".join(second_step.required(tx)),
    )


@kind("/nhan-su/them")
def the_same_login_added(w: World) -> Pair:
    def add(mark: str) -> Act:
        return "/nhan-su/them", {
            "name": mark,
            "login": f"moi{w.n}",
            "office": "kthtdt",
            "roles": ["clerk"],
        }

    return Pair(
        "/nhan-su",
        add("Trần Văn An"),
        add("Lê Thị Bé"),
        ("Trần Văn An", "Lê Thị Bé"),
        kept=lambda tx: str(tx.staff.by_login(f"moi{w.n}")),
    )


# ---- the answers of the assistant ----

ENTRY = "/noi-dung/{entry}"


def _entry(w: World) -> Entry:
    """An answer no other pair has."""
    return list(w.content.shelf.files.entries.values())[w.n]


def _versions(entry: Entry) -> Callable[[Transaction], str]:
    return lambda tx: str([(one.state, one.text) for one in tx.entries.of_entry(entry.id)])


def _waiting(w: World) -> Entry:
    """One of them, of which somebody else has a version that waits."""
    entry = _entry(w)
    until = desk_acts.propose_review(w.content.shelf, entry, today(utc_now()), Counter())
    desk_acts.confirm(w.tx, w.content.shelf, entry, until, w.author, utc_now())
    return entry


def _tick(w: World, entry: Entry) -> str:
    one = standing(w.tx, w.content, w.author, entry.id)
    assert one
    return f"{entry.id}:{key_of(one.entry, one.open)}"


@kind(f"{ENTRY}/sua")
def answer_text(w: World) -> Pair:
    entry = _entry(w)
    path = f"/noi-dung/{entry.id}/sua"
    fields = fields_of(entry.text, w.content.laws)

    def write(mark: str) -> Act:
        return path, fields | {"short": mark, "do": "draft"}

    return Pair(
        path, write("Chữ A."), write("Chữ B."), ("Chữ A.", "Chữ B."), _versions(entry), texts=True
    )


@kind(f"{ENTRY}/lam")
def answer_decided(w: World) -> Pair:
    entry = _waiting(w)
    page = f"/noi-dung/{entry.id}"
    path = f"{page}/lam"
    return Pair(
        page,
        (path, {"do": "publish"}),
        (path, {"do": "return", "why": "thiếu ý"}),
        ("published", "returned"),
        _versions(entry),
    )


@kind("/noi-dung/con-dung")
def answers_confirmed(w: World) -> Pair:
    entry = _entry(w)
    act: Act = ("/noi-dung/con-dung", {"item": _tick(w, entry)})
    return Pair("/noi-dung?loc=tat-ca", act, act, ("submitted", "submitted"), _versions(entry))


@kind("/noi-dung/duyet")
def answers_published(w: World) -> Pair:
    entry = _waiting(w)
    act: Act = ("/noi-dung/duyet", {"item": _tick(w, entry)})
    return Pair("/noi-dung?loc=cho-duyet", act, act, ("published", "published"), _versions(entry))


@kind("/noi-dung/moi")
def answers_added(w: World) -> Pair:
    fields = fields_of(_entry(w).text, w.content.laws) | {"topic": "phuong", "do": "draft"}

    def write(mark: str) -> Act:
        return "/noi-dung/moi", fields | {"question": f"Thả diều {mark} {w.n} ở đâu"}

    def kept(tx: Transaction) -> str:
        return str([one.text for one in tx.entries.in_the_making()])

    return Pair(
        "/noi-dung/moi", write("sáo"), write("giấy"), ("diều sáo", "diều giấy"), kept, both=True
    )


FIGURE = "/noi-dung/so-lieu/{figure}"


def _figure(w: World) -> Fact:
    """A figure no other pair has."""
    figures = list(w.content.shelf.files.facts.values())
    return figures[w.n % len(figures)]


def _of_figure(fact: Fact) -> Callable[[Transaction], str]:
    entry = fact_entry(fact.name)
    return lambda tx: str([(one.state, one.facts) for one in tx.entries.of_entry(entry)])


@kind(f"{FIGURE}/sua")
def figure_text(w: World) -> Pair:
    fact = _figure(w)
    page = f"/noi-dung/so-lieu/{fact.name}"
    fields = {"do": "draft"}
    for number, row in enumerate(rows_of(fact, w.content.laws)):
        held = (row.value, row.start, row.end, row.source, row.read)
        names = ("value", "from", "to", "source", "read")
        fields |= {f"{name}_{number}": text for name, text in zip(names, held, strict=True)}

    def write(mark: str) -> Act:
        return f"{page}/sua", fields | {"meaning": mark}

    return Pair(page, write("Số A"), write("Số B"), ("Số A", "Số B"), _of_figure(fact), texts=True)


@kind(f"{FIGURE}/lam")
def figure_decided(w: World) -> Pair:
    fact = _figure(w)
    ask = DeskAsk(w.author, utc_now())
    made = desk_figures.write(w.tx, w.content, fact, ask)
    desk_acts.submit(w.tx, w.content.shelf, made, utc_now())
    page = f"/noi-dung/so-lieu/{fact.name}"
    return Pair(
        page,
        (f"{page}/lam", {"do": "publish"}),
        (f"{page}/lam", {"do": "return", "why": "thiếu ý"}),
        ("published", "returned"),
        _of_figure(fact),
    )


PART = "/noi-dung/phuong/{part}"


def _office(w: World) -> str:
    """An office no other pair has: one that is only being written."""
    values = values_of(w.content.ward, office_part(f"noi_{w.n}")) | {"name": f"Nơi {w.n}"}
    ask = DeskAsk(w.author, utc_now())
    desk_ward.write(w.tx, w.content, office_part(f"noi_{w.n}"), values, ask)
    return office_part(f"noi_{w.n}")


def _of_part(part: str) -> Callable[[Transaction], str]:
    return lambda tx: str([(one.state, one.text) for one in tx.entries.of_entry(ward_entry(part))])


@kind(f"{PART}/sua")
def ward_text(w: World) -> Pair:
    part = _office(w)
    page = f"/noi-dung/phuong/{part}"

    def write(mark: str) -> Act:
        return f"{page}/sua", {"do": "draft", "ward_name": f"Nơi {w.n}", "ward_about": mark}

    return Pair(page, write("Việc A"), write("Việc B"), ("Việc A", "Việc B"), _of_part(part),
                texts=True)  # fmt: skip


@kind(f"{PART}/lam")
def ward_decided(w: World) -> Pair:
    part = _office(w)
    made = w.tx.entries.of_entry(ward_entry(part))[0]
    desk_acts.submit(w.tx, w.content.shelf, made, utc_now())
    page = f"/noi-dung/phuong/{part}"
    return Pair(
        page,
        (f"{page}/lam", {"do": "publish"}),
        (f"{page}/lam", {"do": "return", "why": "thiếu ý"}),
        ("published", "returned"),
        _of_part(part),
    )


@kind("/noi-dung/phuong/them")
def office_added(w: World) -> Pair:
    page = "/noi-dung/phuong"

    def write(mark: str) -> Act:
        return f"{page}/them", {"ward_name": f"{mark} {w.n}", "hall": "0"}

    def kept(tx: Transaction) -> str:
        return str([one.text for one in tx.entries.in_the_making()])

    return Pair(page, write("Trạm A"), write("Trạm B"), (f"Trạm A {w.n}", f"Trạm B {w.n}"), kept,
                both=True)  # fmt: skip


@kind("/noi-dung/van-ban/them")
def law_added(w: World) -> Pair:
    page = "/noi-dung/van-ban"

    def write(mark: str) -> Act:
        return f"{page}/them", {
            "ward_title": f"Nghị định {900 + w.n}/2026/NĐ-CP", "ward_subject": mark,
            "ward_begins": "01/01/2027", "ward_ends": "", "ward_replaces": "",
        }  # fmt: skip

    def kept(tx: Transaction) -> str:
        return str([one.text for one in tx.entries.in_the_making()])

    return Pair(page, write("sổ sách A"), write("sổ sách B"), ("sổ sách A", "sổ sách B"), kept)


@kind("/noi-dung/goi/{pack}/chon")
def pack_part(w: World) -> Pair:
    """One takes what the city has, the other leaves it."""
    entry = _entry(w)
    said = Published(entry.id, entry.topic, entry.text.replace("\n---\n", "\n---\nRõ hơn: ", 1))
    pack = Pack(w.n, today(utc_now()), "Sở Tài chính", (said,))
    row = desk_packs.receive(
        w.tx, w.content, pack, packed(pack, PACK_KEY), None, utc_now()
    ).pack  # fmt: skip
    part = desk_packs.parts(w.tx, w.content, row)[0]
    page = f"/noi-dung/goi/{row.id}"

    def choose(move: str) -> Act:
        return f"{page}/chon", {"do": move, "item": f"{part.entry}:{part.key}"}

    def kept(tx: Transaction) -> str:
        return str([str(one.choice) for one in tx.city_packs.choices() if one.pack_id == row.id])

    return Pair(page, choose("take"), choose("leave"), ("taken", "left"), kept)


@kind("/noi-dung/goi/nhan")
def pack_received(w: World) -> Pair:
    entry = _entry(w)
    pack = Pack(w.n, today(utc_now()), "Sở", (Published(entry.id, entry.topic, entry.text),))
    act: Act = ("/noi-dung/goi/nhan", {"file": packed(pack, PACK_KEY)})

    def kept(tx: Transaction) -> str:
        return "kept" if any(one.number == w.n for one in tx.city_packs.all()) else "none"

    return Pair("/noi-dung/goi", act, act, ("kept", "kept"), kept)


@kind("/noi-dung/cau-hoi/xong")
def message_settled(w: World) -> Pair:
    said = f"thả diều chỗ nào {w.n}"
    w.tx.feedback.add_unanswered(said, Reason.UNKNOWN, today(utc_now()))
    act: Act = ("/noi-dung/cau-hoi/xong", {"messages": str(w.tx.feedback.waiting(1)[0].id)})

    def kept(tx: Transaction) -> str:
        waits = any(one.text == said for one in tx.feedback.waiting())
        return "waits" if waits else "settled"

    return Pair("/noi-dung/cau-hoi", act, act, ("settled", "settled"), kept, both=True)


NOTICES = "/noi-dung/bao-truoc"


def _notice(w: World) -> TopicNotice:
    day = today(utc_now())
    made = Proposed(TopicNoticeKind.NOTICE, "thue", "kthtdt", f"Báo {w.n}", day, day)
    return announcing.propose(w.tx, made, DeskAsk(w.author, utc_now()), day)


def _notices(tx: Transaction) -> str:
    return str([(one.text, one.state) for one in tx.topic_notices.latest()])


@kind(f"{NOTICES}/them")
def notice_added(w: World) -> Pair:
    day = str(today(utc_now()))
    form = {"kind": "notice", "topic": "thue", "office": "kthtdt", "starts_on": day, "ends_on": day}

    def write(mark: str) -> Act:
        return f"{NOTICES}/them", form | {"text": f"{mark} {w.n}"}

    marks = (f"Lời A {w.n}", f"Lời B {w.n}")
    return Pair(NOTICES, write("Lời A"), write("Lời B"), marks, _notices, both=True)


@kind(f"{NOTICES}/{{notice}}")
def notice_decided(w: World) -> Pair:
    notice = _notice(w)

    def kept(tx: Transaction) -> str:
        now = tx.topic_notices.get(notice.id)
        return str(now.state) if now else ""

    path = f"{NOTICES}/{notice.id}"
    return Pair(
        NOTICES,
        (path, {"do": "approve"}),
        (path, {"do": "return", "why": "sai"}),
        ("approved", "returned"),
        kept,
    )


# ---- talks ----

TALK = "/tro-chuyen/{talk}"


def _talk(w: World) -> Handoff:
    contact = w.tx.contacts.meet("web", f"chu-{w.n}", utc_now())
    talk = Handoff(
        w.tx.handoffs.ids.next(), contact.id, HandoffState.WAITING, HandoffWhy.ASKED, "",
        "kthtdt", utc_now(),
    )  # fmt: skip
    w.tx.handoffs.open(talk)
    return talk


@kind(f"{TALK}/lam")
def talk_taken(w: World) -> Pair:
    talk = _talk(w)
    page = f"/tro-chuyen/{talk.id}"

    def kept(tx: Transaction) -> str:
        found = tx.handoffs.get(talk.id)
        assert found
        return f"{found.state} {len(tx.audit.lines(JournalFilter(objects=[f'talk:{talk.id}'])))}"

    act = (f"{page}/lam", {"do": "take"})
    return Pair(page, act, act, ("held 1", "held 1"), kept)


@kind(f"{TALK}/nhan")
def talk_noted(w: World) -> Pair:
    talk = _talk(w)
    page = f"/tro-chuyen/{talk.id}"

    def note(mark: str) -> Act:
        return f"{page}/nhan", {"do": "note", "text": mark}

    def kept(tx: Transaction) -> str:
        return str([line.text for line in tx.handoffs.lines(talk.id)])

    return Pair(page, note("lời A"), note("lời B"), ("lời A", "lời B"), kept, both=True)


# ---- the advisory team ----

TEAM = "/to-tu-van"


def _member(w: World) -> Staff:
    made = make_staff(w.tx, f"to-{w.n}", Role.CLERK, now=utc_now())
    w.tx.duties.put(TeamMember(made.id))
    return made


def _of(w: World, person: Staff) -> Callable[[Transaction], str]:
    return lambda tx: str(tx.duties.member(person.id) or "gone")


@kind(f"{TEAM}/thanh-vien")
def member_changed(w: World) -> Pair:
    person = _member(w)

    def change(subject: str) -> Act:
        return f"{TEAM}/thanh-vien", {"member": str(person.id), "subjects": [subject]}

    return Pair(TEAM, change("thue"), change("moi-truong"), ("thue", "moi-truong"), _of(w, person))


@kind(f"{TEAM}/thanh-vien/bo")
def member_changed_and_dropped(w: World) -> Pair:
    person = _member(w)
    change = {"member": str(person.id), "subjects": ["thue"]}
    drop = {"member": str(person.id)}
    return Pair(
        TEAM,
        (f"{TEAM}/thanh-vien", change),
        (f"{TEAM}/thanh-vien/bo", drop),
        ("thue", "gone"),
        _of(w, person),
    )


def _duties(person: Staff) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        day = today(utc_now())
        turns = tx.duties.between(day - timedelta(days=30), day + timedelta(days=30))
        return str([f"{t.day} {t.half}" for t in turns if t.staff_id == person.id] or "gone")

    return kept


@kind(f"{TEAM}/truc")
def duty_planned(w: World) -> Pair:
    person, day = _member(w), today(utc_now()) + timedelta(days=1)

    def plan(half: str) -> Act:
        fields = {"member": str(person.id), "day": f"{day:%d/%m/%Y}", "half": half}
        return f"{TEAM}/truc", fields

    marks = (f"{day} morning", f"{day} afternoon")
    return Pair(TEAM, plan("morning"), plan("afternoon"), marks, both=True, kept=_duties(person))


@kind(f"{TEAM}/truc/bo")
def duty_dropped(w: World) -> Pair:
    person, day = _member(w), monday_of(today(utc_now())) + timedelta(days=6)
    turn = DutyTurn(w.tx.duties.ids.next(), person.id, day, Half.MORNING)
    w.tx.duties.add(turn)
    act = (f"{TEAM}/truc/bo", {"duty": str(turn.id)})
    return Pair(TEAM, act, act, ("gone", "gone"), _duties(person))


@kind(f"{TEAM}/chep")
def week_copied(w: World) -> Pair:
    person, monday = _member(w), monday_of(today(utc_now()))
    turn = DutyTurn(w.tx.duties.ids.next(), person.id, monday + timedelta(days=2), Half.MORNING)
    w.tx.duties.add(turn)
    act = (f"{TEAM}/chep", {"week": f"{monday + timedelta(days=7):%d/%m/%Y}"})
    mark = f"{turn.day + timedelta(days=7)} morning"
    return Pair(TEAM, act, act, (mark, mark), both=True, kept=_duties(person))


def _absences(person: Staff) -> Callable[[Transaction], str]:
    def kept(tx: Transaction) -> str:
        found = tx.duties.absences(today(utc_now()))
        return str([str(one.last_on) for one in found if one.staff_id == person.id] or "gone")

    return kept


@kind(f"{TEAM}/nghi")
def absences_added(w: World) -> Pair:
    person, day = _member(w), today(utc_now())

    def away(days: int) -> Act:
        last = day + timedelta(days=days)
        fields = {"away": str(person.id), "first": f"{day:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        return f"{TEAM}/nghi", fields

    marks = (str(day + timedelta(days=1)), str(day + timedelta(days=2)))
    return Pair(TEAM, away(1), away(2), marks, both=True, kept=_absences(person))


@kind(f"{TEAM}/nghi/bo")
def absence_dropped(w: World) -> Pair:
    person, day = _member(w), today(utc_now())
    made = w.tx.duties.add_absence(StaffAbsence(w.tx.duties.ids.next(), person.id, day, day))
    act = (f"{TEAM}/nghi/bo", {"absence": str(made.id)})
    return Pair(TEAM, act, act, ("gone", "gone"), _absences(person))
