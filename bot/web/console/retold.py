"""Lines of the audit in words: who did what to what, as far as the reader may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.web.console.typed import HOME
from content.library import Content
from content.news import month_name
from content.vietnamese import long_day, read_day, when
from content.whole import read_whole
from handlers.desk.ward_settings import named_part
from handlers.live import seen as talks_seen
from handlers.live.talks import number_of
from handlers.people.permissions import Action, may, sees_question
from handlers.register import seen as registered
from storage.audit import About, Deed
from storage.database import Transaction
from storage.staff_models import AuditLine, Staff


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line in words. `href` leads to what it is about, where the reader may go there; `object`
    is what a filter for the same thing asks for."""

    at: datetime
    who: str
    office: str
    did: str
    about: str
    href: str
    object: str
    details: str
    address: str


def entries(
    tx: Transaction, content: Content, reader: Staff, lines: Sequence[AuditLine]
) -> list[JournalLine]:
    """Lines in words, for somebody who may see so much."""
    telling = _Telling(tx, content, reader)
    return [telling.entry(line) for line in lines]


def named(tx: Transaction, content: Content, reader: Staff, object_: str) -> str:
    """What a line is about, as its reader knows it."""
    return _Telling(tx, content, reader).about(object_)[0]


# Where things stand that have no page of their own, and what that page needs.
_WHERE = {
    About.NOTICE: ("/noi-dung/bao-truoc", Action.SEE_CONTENT),
    About.CANNED: ("/cau-mau", Action.DRAFT_ANSWER),
    About.DUTY: ("/to-tu-van", Action.HOLD_TALKS),
    About.REGISTER: ("/so-ho", Action.SEE_BUSINESSES),
}


class _Telling:
    """Looks up what lines name, each once."""

    def __init__(self, tx: Transaction, content: Content, reader: Staff) -> None:
        self._tx = tx
        self._content = content
        self._said = content.words.audit
        self._words = content.words.console
        self._reader = reader
        self._people = {person.id: person for person in tx.staff.all()}
        self._logins = {person.login: person for person in self._people.values()}
        self._known: dict[str, tuple[str, str]] = {}

    def entry(self, line: AuditLine) -> JournalLine:
        about, href = self.about(line.object)
        who, office = self._who(line)
        action = line.action
        if action == Deed.STAFF_LINK and "channel" in line.detail:  # as it was called once
            action = Deed.STAFF_CHAT_LINKED
        did = self._said.get(f"did_{action}") or f"{self._said['did_unknown']} ({action})"
        details = "; ".join(self._details(line.detail))
        to = f"{HOME}{href}" if href else ""
        return JournalLine(line.at, who, office, did, about, to, line.object, details, line.address)

    def about(self, object_: str) -> tuple[str, str]:
        """(what it is called, where it stands: "" where the reader may not go)."""
        if object_ not in self._known:
            self._known[object_] = self._about(*object_.split(":", 1))
        return self._known[object_]

    def _who(self, line: AuditLine) -> tuple[str, str]:
        """(who did it, their office)."""
        person = self._people.get(line.staff_id or 0)
        if person is not None:
            office = self._content.ward.offices.get(person.office)
            return person.name, office.name if office else ""
        if line.staff_id:
            return f"{line.actor} ({self._said['gone_staff']})", ""
        if line.detail.get("by"):
            return self._said["operator"], ""
        by = "nobody" if line.action.startswith("login") else "system"
        return self._said[by], ""

    # ---- what it is about ----

    def _may(self, action: Action) -> bool:
        return may(self._reader, action)

    def _about(self, kind: str, key: str = "") -> tuple[str, str]:
        word = self._said.get(f"about_{kind}", kind)
        if key == "new":
            return f"{word} ({self._said['about_new']})", ""
        match kind:
            case About.STAFF:
                return self._of_staff(word, key)
            case About.QUESTION:
                return self._of_question(word, key)
            case About.REGISTRATION:
                return self._of_registration(word, read_whole(key))
            case About.CALL:
                return self._of_call(word, read_whole(key))
            case About.EVENT | About.BROADCAST | About.NEWS:
                return self._of_title(kind, word, read_whole(key))
            case About.ENTRY:
                entry = self._content.knowledge.entries.get(key)
                named = f"{word} “{entry.question}”" if entry else f"{word} {key}"
                return self._linked(named, f"/noi-dung/{key}", Action.SEE_CONTENT)
            case About.FACT:
                facts = self._content.knowledge.facts
                meant = f"{word} “{facts[key].meaning}”" if key in facts else f"{word} {key}"
                return self._linked(meant, f"/noi-dung/so-lieu/{key}", Action.SEE_CONTENT)
            case About.WARD:
                named = f"{word} “{named_part(self._content, key)}”"
                return self._linked(named, f"/noi-dung/phuong/{key}", Action.SEE_CONTENT)
            case About.PACK:
                return self._linked(f"{word} {key}", "/noi-dung/goi", Action.SEE_CONTENT)
            case About.NOTICE | About.CANNED | About.DUTY | About.REGISTER:
                return self._linked(word, *_WHERE[About(kind)])
            case About.TALK:
                return self._of_talk(word, read_whole(key))
            case About.BUSINESS:
                return self._of_business(word, key)
            case About.REQUEST:
                return self._of_request(word, key)
            case About.DAY:
                return self._day(key), ""
            case About.MONTH:
                return f"{word} {self._month(key)}", ""
            case About.SCHEDULE:
                named = self._words.get(f"schedule_{key}", key)
                return self._linked(named, "/lich-gui", Action.SEE_NEWS)
            case About.PLACE:
                return self._linked(key, "/tiep-can", Action.REACH)
            case About.CHANNEL:
                named = self._words.get(f"channel_{key}", key)
                return self._linked(f"{word} {named}", "/kenh", Action.CHANNELS)
            case About.STORAGE | About.AUDIT:
                return word, ""
        return f"{kind}: {key}", ""

    def _linked(self, text: str, to: str, action: Action) -> tuple[str, str]:
        return text, to if self._may(action) else ""

    def _of_talk(self, word: str, talk_id: int | None) -> tuple[str, str]:
        talk = self._tx.handoffs.get(talk_id or 0)
        if talk is None:
            return word, ""
        seen = talks_seen.sees(self._reader, talk)
        return f"{word} {number_of(talk)}", f"/tro-chuyen/{talk.id}" if seen else ""

    def _of_request(self, word: str, key: str) -> tuple[str, str]:
        request = self._tx.people.request(read_whole(key) or 0)
        named = f"{word} {request.code if request else key}"
        return self._linked(named, "/yeu-cau-du-lieu", Action.DATA_REQUESTS)

    def _of_business(self, word: str, code: str) -> tuple[str, str]:
        business = self._tx.businesses.by_code(code)
        if business is None:
            return f"{word} {code} ({self._said['about_gone']})", ""
        seen = registered.sees(self._tx, self._reader, business)
        return f"{word} {code}", f"/so-ho/{business.id}" if seen else ""

    def _of_staff(self, word: str, key: str) -> tuple[str, str]:
        if key == "0":
            return self._said["about_nobody"], ""
        person = self._logins.get(key) or self._people.get(read_whole(key) or 0)
        named = f"{person.name} ({person.login})" if person else key
        return self._linked(f"{word} {named}", "/nhan-su", Action.ACCOUNTS)

    def _of_question(self, word: str, code: str) -> tuple[str, str]:
        question = self._tx.questions.by_code(code)
        seen = question is not None and sees_question(self._reader, question)
        gone = "" if question else f" ({self._said['about_gone']})"
        return f"{word} {code}{gone}", f"/cau-hoi/{code}" if seen else ""

    def _of_registration(self, word: str, number: int | None) -> tuple[str, str]:
        registration = self._tx.registrations.get(number or 0)
        if registration is None:
            return f"{word} ({self._said['about_gone']})", ""
        if not (self._may(Action.SEE_ATTENDEES) and self._may(Action.SEE_EVENTS)):
            return word, ""
        to = f"/su-kien/{registration.event_id}/dai-bieu/{registration.id}"
        return f"{self._said['about_ticket']} {registration.code}", to

    def _of_call(self, word: str, number: int | None) -> tuple[str, str]:
        call = self._tx.calls.get(number or 0)
        if call is not None and call.registration_id is not None:
            return self._of_registration(word, call.registration_id)
        if call is not None and call.invitation_id is not None:
            invitation = self._tx.events.invitation_of(call.invitation_id)
            event_id = invitation.event_id if invitation is not None else None
            return self._of_title(About.EVENT, self._said["about_event"], event_id)
        question = self._tx.questions.get(call.question_id or 0) if call is not None else None
        return self._of_question(self._said["about_question"], question.code) if question else (
            word, "",
        )  # fmt: skip

    def _of_title(self, kind: str, word: str, number: int | None) -> tuple[str, str]:
        """An event, a broadcast, an item of the month: by its title, for whoever may see it."""
        found: Any
        match kind:
            case About.EVENT:
                found, action = self._tx.events.get(number or 0), Action.SEE_EVENTS
                to = f"/su-kien/{number}"
            case About.BROADCAST:
                found, action = self._tx.broadcasts.get(number or 0), Action.SEE_NEWS
                to = f"/thong-bao/{number}"
            case _:
                found, action = self._tx.news.get(number or 0), Action.SEE_NEWS
                to = f"/ban-tin?thang={found.month}" if found else ""
        if found is None:
            return f"{word} ({self._said['about_gone']})", ""
        if not self._may(action):
            return word, ""
        return f"{word} “{found.title}”", to

    # ---- details ----

    def _details(self, detail: dict[str, Any]) -> Iterator[str]:
        for name, value in detail.items():
            if value is None or value == "" or value == [] or (name == "other" and not value):
                continue
            label = self._said.get(f"detail_{name}", name)
            yield f"{label}: {self._value(name, value)}"

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return self._said["yes" if value else "no"]
        if isinstance(value, list):
            return ", ".join(self._value(name, one) for one in value)
        if isinstance(value, dict):  # what changed: by name, before and after
            return "; ".join(
                f"{self._words.get(f'label_{one}', one)}:"
                f" {self._held(before)} → {self._held(after)}"
                for one, (before, after) in value.items()
            )
        text = str(value)
        match name:
            case "roles":
                return self._words.get(f"role_{text}", text)
            case "given":
                return self._words.get(f"label_{text}", text).lower()
            case "source" | "channel":
                return self._words.get(f"{name}_{text}", text)
            case "what":
                return self._words.get(f"alarm_{text}", text)
            case "office":
                office = self._content.ward.offices.get(text)
                return office.name if office else text
            case "field":
                field = self._content.fields.get(text)
                return field.name if field else text
            case "starts_at":
                return when(datetime.fromisoformat(text))
            case "since" | "until":
                return self._day(text)
            case "month":
                return self._month(text)
            case "other":
                return self._of_registration(self._said["about_registration"], read_whole(text))[0]
            case "call":
                return self._said["from_calls"]
            case "which":
                return self._said["which_all" if text == "all" else "which_one"]
            case "by":
                return self._said["by_command_line"]
            case "title":
                return f"“{text}”"
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else text

    def _held(self, text: str) -> str:
        """What a field held."""
        return self._day(text) or "–"

    def _day(self, text: str) -> str:
        day = read_day(text)
        return long_day(day) if day else text

    def _month(self, text: str) -> str:
        try:
            return month_name(text)
        except ValueError:
            return text
