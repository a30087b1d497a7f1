"""What staff did: every name a line may have, and the lines themselves, which nobody changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from storage.connection import Connection, SqlWords, number
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import stamp
from storage.rows import Table
from storage.staff_models import AuditLine, Staff


class Deed(StrEnum):
    """What may stand in the audit; each has its words in `content/messages/vi/audit.j2`, as
    `did_<deed>`. The part before the dot says of what kind it is."""

    # As they stand in journals since the first version.
    SIGN_IN = "login"
    SIGN_IN_FAILED = "login.failed"
    SIGN_IN_SECOND_STEP_FAILED = "login.second_step_failed"
    SIGN_IN_RECOVERY_CODE = "login.recovery_code"
    SIGN_OUT = "logout"
    STAFF_ADD = "staff.add"
    STAFF_EDIT = "staff.edit"
    STAFF_LINK = "staff.link"
    STAFF_OFF = "staff.off"
    STAFF_ON = "staff.on"
    STAFF_HAND_BACK = "staff.hand_back"
    STAFF_LEAVE = "staff.leave"
    STAFF_ACTIVATE = "staff.activate"
    STAFF_PASSWORD = "staff.password"  # noqa: S105  # a name, no password
    STAFF_SECOND_STEP = "staff.second_step"
    STAFF_SECOND_STEP_OFF = "staff.second_step_off"
    STAFF_SECOND_STEP_ROLES = "staff.second_step_roles"
    STAFF_RECOVERY_CODES = "staff.recovery_codes"
    STAFF_SESSION_END = "staff.session_end"
    STAFF_SESSIONS_END = "staff.sessions_end"
    STAFF_LINK_CODE = "staff.link_code"
    STAFF_CHAT_LINKED = "staff.chat_linked"
    STAFF_UNLINK = "staff.unlink"  # a chat, before there were other ways
    STAFF_ADDRESS = "staff.address"
    STAFF_WAY_ADD = "staff.way_add"
    STAFF_WAY_REMOVE = "staff.way_remove"
    STAFF_WAY_MUTE = "staff.way_mute"
    STAFF_WAY_UNMUTE = "staff.way_unmute"
    STAFF_WAY_TEST = "staff.way_test"
    PHONE_REVEAL = "phone.reveal"
    EXPORT_ATTENDEES = "export.attendees"
    EXPORT_FOLDER = "export.folder"
    EXPORT_CASE = "export.case"
    EXPORT_REGISTER = "export.register"
    EXPORT_HAND_IN = "export.hand_in"
    EXPORT_LETTERS = "export.letters"
    EXPORT_BUSINESSES = "export.businesses"
    EXPORT_BUSINESS = "export.business"
    EXPORT_LEDGER = "export.ledger"
    EXPORT_PROOF = "export.proof"
    EXPORT_REACH = "export.reach"
    EXPORT_OVERVIEW = "export.overview"
    EXPORT_AUDIT = "export.audit"
    EXPORT_FETCH = "export.fetch"
    EXPORT_UNKEPT = "export.unkept"
    QUESTION_ADD = "question.add"
    QUESTION_ADD_MANY = "question.add_many"
    QUESTION_FIELD = "question.field"
    QUESTION_PHONE = "question.phone"
    QUESTION_SHOW = "question.show_to_others"
    QUESTION_HIDE = "question.hide_from_others"
    QUESTION_CASE_WORDS = "question.case_words"
    QUESTION_CASE_RELEASE = "question.case_release"
    QUESTION_CASE_TAKE_DOWN = "question.case_take_down"
    QUESTION_REDIRECT = "question.redirect"
    QUESTION_MERGE = "question.merge"
    QUESTION_ASK_MORE = "question.ask_more"
    QUESTION_TELL_MORE = "question.tell_more"
    QUESTION_ASSIGN = "question.assign"
    QUESTION_RETURN = "question.return"
    QUESTION_FORWARD = "question.forward"
    QUESTION_ANSWER = "question.answer"
    QUESTION_TAKE_BACK = "question.take_back"
    QUESTION_WANT_CHANGES = "question.want_changes"
    QUESTION_APPROVE = "question.approve"
    QUESTION_DELIVER = "question.deliver"
    QUESTION_PUBLISH = "question.publish"
    QUESTION_UNPUBLISH = "question.unpublish"
    QUESTION_REOPEN = "question.reopen"
    QUESTION_REOPEN_ALONE = "question.reopen_alone"
    QUESTION_CLOSE = "question.close"
    QUESTION_CORRECT = "question.correct"
    QUESTION_REWORD = "question.reword"
    QUESTION_DROP = "question.drop"
    QUESTION_REFUSE = "question.refuse"
    QUESTION_ACCEPT = "question.accept"
    QUESTION_WITHDRAW = "question.withdraw"
    QUESTION_ERASE = "question.erase"
    QUESTION_SPLIT = "question.split"
    QUESTION_RESTORE = "question.restore"
    QUESTION_RELEASE = "question.release"
    QUESTION_EXTEND = "question.extend"
    QUESTION_PUT_OFF = "question.put_off"
    QUESTION_KEEP_PROMISE = "question.keep_promise"
    PHOTO_DELETE = "photo.delete"
    REGISTRATION_ADD = "registration.add"
    REGISTRATION_EDIT = "registration.edit"
    REGISTRATION_CANCEL = "registration.cancel"
    REGISTRATION_ACCEPT = "registration.accept"
    REGISTRATION_AGAIN = "registration.again"
    REGISTRATION_IMPORT = "registration.import"
    REGISTRATION_TAKE_BACK = "registration.take_back"
    REGISTRATION_SAME_BUSINESS = "registration.same_business"
    REGISTRATION_OWN_BUSINESS = "registration.own_business"
    REGISTRATION_ONE_PERSON = "registration.one_person"
    DOOR_ARRIVE = "door.arrive"
    DOOR_TWICE = "door.twice"
    DOOR_WALK_IN = "door.walk_in"
    DOOR_RELEASE = "door.release"
    EVENT_CREATE = "event.create"
    EVENT_EDIT = "event.edit"
    EVENT_PUBLISH = "event.publish"
    EVENT_HOLD = "event.hold"
    EVENT_REPORT = "event.report"
    EVENT_UNDO_HOLD = "event.undo_hold"
    EVENT_UNDO_REPORT = "event.undo_report"
    EVENT_CANCEL = "event.cancel"
    EVENT_PROPOSE = "event.propose"
    EVENT_UNPROPOSE = "event.unpropose"
    EVENT_UNDO_PUBLISH = "event.undo_publish"
    EVENT_UNDO_CANCEL = "event.undo_cancel"
    EVENT_BRING_BACK = "event.bring_back"
    EVENT_REGISTRATION = "event.registration"
    EVENT_QUESTIONS = "event.questions"
    EVENT_PROGRAMME = "event.programme"
    EVENT_MINUTES = "event.minutes"
    EVENT_CARRY_OVER = "event.carry_over"
    TASK_ADD = "task.add"
    TASK_TICK = "task.tick"
    TASK_DATE = "task.date"
    TASK_REMOVE = "task.remove"
    INVITATION_ISSUE = "invitation.issue"
    INVITATION_REVOKE = "invitation.revoke"
    INVITATION_REMIND = "invitation.remind"
    CALL_TOLD = "call.told"
    CALL_UNREACHED = "call.unreached"
    CALL_OPEN = "call.open"
    BROADCAST_CREATE = "broadcast.create"
    BROADCAST_EDIT = "broadcast.edit"
    BROADCAST_SUBMIT = "broadcast.submit"
    BROADCAST_TEST = "broadcast.test"
    BROADCAST_READ = "broadcast.read"
    BROADCAST_KEEP = "broadcast.keep"
    BROADCAST_FORGET = "broadcast.forget"
    BROADCAST_RETURN = "broadcast.return"
    BROADCAST_TAKE_BACK = "broadcast.take_back"
    BROADCAST_RESTORE = "broadcast.restore"
    BROADCAST_APPROVE = "broadcast.approve"
    BROADCAST_UNDO = "broadcast.undo"
    BROADCAST_WITHDRAW = "broadcast.withdraw"
    BROADCAST_PAUSE = "broadcast.pause"
    BROADCAST_RESUME = "broadcast.resume"
    BROADCAST_STOP = "broadcast.stop"
    BROADCAST_CORRECT = "broadcast.correct"
    BROADCAST_REFRESH = "broadcast.refresh"
    BROADCAST_DECIDE = "broadcast.decide"
    ARTICLE_CREATE = "zalo_article.create"
    ARTICLE_SEND = "zalo_article.send"
    ARTICLE_THERE = "zalo_article.there"
    ARTICLE_NOT_THERE = "zalo_article.not_there"
    NEWS_SAVE = "news.save"
    NEWS_INCLUDE = "news.include"
    NEWS_LEAVE_OUT = "news.leave_out"
    NEWS_ASSEMBLE = "news.assemble"
    SCHEDULE_CHANGE = "schedule.change"
    REACH_NEIGHBOURHOOD = "reach.neighbourhood"
    REACH_OUTREACH = "reach.outreach"
    ENTRY_CONFIRM = "entry.confirm"
    ENTRY_DRAFT = "entry.draft"
    ENTRY_SUBMIT = "entry.submit"
    ENTRY_TAKE_BACK = "entry.take_back"
    ENTRY_DROP = "entry.drop"
    ENTRY_RETURN = "entry.return"
    ENTRY_PUBLISH = "entry.publish"
    ENTRY_WITHDRAW = "entry.withdraw"
    ENTRY_UNDO = "entry.undo"
    ENTRY_SETTLE = "entry.settle"
    PACK_RECEIVE = "pack.receive"  # of the city
    PACK_TAKE = "pack.take"
    PACK_LEAVE = "pack.leave"
    PACK_UNDO = "pack.undo"
    PACK_APPLY = "pack.apply"  # a correction, by itself
    PACK_ASK = "pack.ask"  # ... which waits for staff: the ward had written its own
    FACT_DRAFT = "fact.draft"
    FACT_SUBMIT = "fact.submit"
    FACT_TAKE_BACK = "fact.take_back"
    FACT_DROP = "fact.drop"
    FACT_RETURN = "fact.return"
    FACT_PUBLISH = "fact.publish"
    FACT_UNDO = "fact.undo"
    WARD_DRAFT = "ward.draft"
    WARD_SUBMIT = "ward.submit"
    WARD_TAKE_BACK = "ward.take_back"
    WARD_DROP = "ward.drop"
    WARD_RETURN = "ward.return"
    WARD_PUBLISH = "ward.publish"
    WARD_UNDO = "ward.undo"
    NOTICE_SUBMIT = "notice.submit"
    NOTICE_APPROVE = "notice.approve"
    NOTICE_RETURN = "notice.return"
    NOTICE_END = "notice.end"
    DRAFT_KEEP = "draft.keep"  # begun; not each time it is kept again
    DRAFT_DROP = "draft.drop"
    ANSWER_FILE_ADD = "answer_file.add"
    ANSWER_FILE_DROP = "answer_file.drop"
    SURVEY_ADD = "survey.add"
    SURVEY_EDIT = "survey.edit"
    SURVEY_SUBMIT = "survey.submit"
    SURVEY_RETURN = "survey.return"
    SURVEY_APPROVE = "survey.approve"
    SURVEY_END = "survey.end"
    SURVEY_REMOVE = "survey.remove"
    SURVEY_KEY_IN = "survey.key_in"
    SURVEY_ASK = "survey.ask"
    EXPORT_SURVEY = "export.survey"
    EXPORT_SURVEY_PAPERS = "export.survey_papers"
    CANNED_ADD = "canned.add"
    CANNED_EDIT = "canned.edit"
    CANNED_REMOVE = "canned.remove"
    TALK_TAKE = "talk.take"
    TALK_PASS = "talk.pass"  # noqa: S105  # a name, no password
    TALK_LATER = "talk.later"
    TALK_END = "talk.end"
    TALK_CASE = "talk.case"
    TALK_SAY = "talk.say"
    TALK_NOTE = "talk.note"
    TALK_BACK = "talk.back"
    DUTY_MEMBER = "duty.member"
    DUTY_LEAVE = "duty.leave"
    DUTY_ADD = "duty.add"
    DUTY_REMOVE = "duty.remove"
    DUTY_COPY = "duty.copy"
    DUTY_AWAY = "duty.away"
    DUTY_BACK = "duty.back"
    BUSINESS_CLAIM_ACCEPT = "business.claim_accept"
    BUSINESS_CLAIM_REFUSE = "business.claim_refuse"
    BUSINESS_LETTER = "business.letter"
    BUSINESS_ADD = "business.add"
    BUSINESS_EDIT = "business.edit"
    BUSINESS_STATUS = "business.status"
    BUSINESS_PERSON_ADD = "business.person_add"
    BUSINESS_PERSON_END = "business.person_end"
    BUSINESS_TIE = "business.tie"
    BUSINESS_UNTIE = "business.untie"
    BUSINESS_MERGE = "business.merge"
    BUSINESS_PART = "business.part"
    BUSINESS_APART = "business.apart"
    BUSINESS_IMPORT = "business.import"
    BUSINESS_IMPORT_UNDO = "business.import_undo"
    BUSINESS_ERASE = "business.erase"
    BUSINESS_GROUP_ADD = "business.group_add"
    BUSINESS_GROUP_REMOVE = "business.group_remove"
    DATA_REQUEST_ERASE = "data_request.erase"
    DATA_REQUEST_DONE = "data_request.done"
    DATA_REQUEST_REFUSED = "data_request.refused"
    CALENDAR_PUT = "calendar.put"
    CALENDAR_REMOVE = "calendar.remove"
    ALARM_END = "alarm.end"
    SET_ASIDE_SEEN = "set_aside.seen"
    HELD_RELEASE = "held.release"
    HELD_DROP = "held.drop"
    ZALO_CONSENT = "zalo.consent"
    ZALO_CONNECT = "zalo.connect"
    ZALO_PASTE = "zalo.paste"
    ZALO_DISCONNECT = "zalo.disconnect"


# What earlier programs wrote: read in the journal, and written no more.
PAST = frozenset({Deed.CALENDAR_PUT, Deed.CALENDAR_REMOVE, Deed.STAFF_UNLINK})


class About(StrEnum):
    """What a deed may be about: the part before the colon of `AuditLine.object`."""

    STAFF = "staff"
    QUESTION = "question"
    REGISTRATION = "registration"
    EVENT = "event"
    CALL = "call"
    BROADCAST = "broadcast"
    NEWS = "news"
    MONTH = "month"
    SCHEDULE = "schedule"
    PLACE = "place"
    ENTRY = "entry"
    FACT = "fact"
    PACK = "pack"
    WARD = "ward"
    NOTICE = "notice"
    CANNED = "canned"
    SURVEY = "survey"
    TALK = "talk"
    DUTY = "duty"
    BUSINESS = "business"
    CLAIM = "claim"
    REGISTER = "register"
    REQUEST = "request"
    DAY = "day"
    CHANNEL = "channel"
    STORAGE = "storage"
    AUDIT = "audit"


class Detail(StrEnum):
    """What a line may tell besides: never a text or a phone number of a citizen."""

    AGAIN = "again"
    ARRIVED = "arrived"
    BUSINESSES = "businesses"
    BY = "by"
    CALL = "call"
    CAPACITY = "capacity"
    CHANGED = "changed"  # by name of a field, what it was before and is now
    CHANNEL = "channel"
    CLOCK = "clock"
    CODE = "code"
    COUNT = "count"
    DAY = "day"
    ENABLED = "enabled"
    FIELD = "field"
    ADDED = "added"
    CORRECTED = "corrected"
    LEFT_OUT = "left_out"
    REASON = "reason"
    GIVEN = "given"
    HEARD = "heard"  # whom it concerns heard it from whoever did it
    INSTEAD = "instead"
    SAME = "same"
    OTHERS = "others"
    LINES = "lines"
    MONTH = "month"
    MONTHS = "months"
    NAME = "name"
    OF = "of"
    OFFICE = "office"
    OPEN = "open"
    OTHER = "other"
    ROLES = "roles"
    RESTORED = "restored"
    LEFT = "left"
    CODES_LEFT = "codes_left"
    ROWS = "rows"
    SINCE = "since"
    SOURCE = "source"
    STARTS_AT = "starts_at"
    TITLE = "title"
    TYPED = "typed"
    UNTIL = "until"
    WHAT = "what"
    WHICH = "which"
    WORKS = "works"


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which lines: from `since` on and before `until` (aware), of one person (0: what nobody signed
    in for), of these deeds, about these objects (None: whichever)."""

    since: datetime | None = None
    until: datetime | None = None
    staff_id: int | None = None
    deeds: Sequence[str] | None = None
    objects: Sequence[str] | None = None


def _where(words: SqlWords) -> str:
    return (
        "WHERE (at >= :since OR :since IS NULL) AND (at < :until OR :until IS NULL)"
        " AND (coalesce(staff_id, 0) = :staff_id OR :staff_id IS NULL)"
        f" AND (action IN {words.texts(':deeds')} OR :deeds IS NULL)"
        f" AND (object IN {words.texts(':objects')} OR :objects IS NULL)"
    )


class Audit:
    """Append-only: the database itself refuses a change."""

    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self._ids = ids
        self._rows = Table(connection, "audit", AuditLine)
        self._where = _where(connection.words)

    def write(
        self,
        action: str,
        object_: str,
        now: datetime,
        *,
        staff: Staff | None = None,
        address: str = "",
        **detail: Any,
    ) -> None:
        """Records who did what to what. `detail` holds values before and after, never a text or a
        phone number of a citizen. Raises ValueError for what has no words: a deed, a kind of
        object or a detail that is not declared above."""
        self._rows.add(
            AuditLine(
                id=self._ids.next(),
                at=now,
                staff_id=staff.id if staff else None,
                actor=staff.login if staff else "system",
                action=Deed(action),
                object=f"{About(object_.partition(':')[0])}:{object_.partition(':')[2]}",
                detail=_plain(detail),
                address=address,
            )
        )

    def lines(
        self, wanted: JournalFilter = JournalFilter(), *, before: int = 0, limit: int = 100
    ) -> list[AuditLine]:
        """Latest first; `before` is the id of the last line already shown."""
        return self._rows.all(
            f"{self._where} AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT :limit",
            before=before,
            limit=limit,
            **_values(wanted),
        )

    def count(self, wanted: JournalFilter, most: int) -> int:
        """How many lines there are, at the most `most`."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n"
                f" FROM (SELECT 1 FROM audit {self._where} LIMIT :most) AS found",
                {"most": most, **_values(wanted)},
            )
        )

    def delete_before(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(self._db, "audit", "id", "at < :before", most, before=stamp(moment))


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    declared = {str(Detail(name)): kept for name, kept in detail.items()}
    plain: dict[str, Any] = orjson.loads(orjson.dumps(declared, default=str))
    return plain


def _values(wanted: JournalFilter) -> dict[str, Any]:
    return {
        "since": stamp(wanted.since) if wanted.since else None,
        "until": stamp(wanted.until) if wanted.until else None,
        "staff_id": wanted.staff_id,
        "deeds": orjson.dumps(list(wanted.deeds)).decode() if wanted.deeds is not None else None,
        "objects": orjson.dumps(list(wanted.objects)).decode()
        if wanted.objects is not None
        else None,
    }
