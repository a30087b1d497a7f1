"""Who may do what in the console: the one table that decides it.

From the ward's practice (reference: roles of a ward dialogue office). Where a cell says "own
office" or "assigned", `sees_question` narrows it further.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from storage.question_models import Question, QuestionState
from storage.search import Sort
from storage.staff_models import Role, Staff


class Action(StrEnum):
    HOME = "home"
    FIND = "find"  # search over everything; each finds only what they may see
    SEE_QUESTIONS = "see_questions"
    TRIAGE = "triage"  # assign, merge, redirect, ask for more, enter on behalf
    DRAFT_ANSWER = "draft_answer"
    APPROVE_ANSWER = "approve_answer"
    PUBLISH_ANSWER = "publish_answer"
    EXTEND = "extend"  # a later due date, with a reason
    SEE_EVENTS = "see_events"
    EDIT_EVENTS = "edit_events"
    PUBLISH_EVENT = "publish_event"  # publish, cancel, close
    SEE_ATTENDEES = "see_attendees"
    EDIT_ATTENDEES = "edit_attendees"
    CHECK_IN = "check_in"
    REVEAL_PHONE = "reveal_phone"
    CALLS = "calls"  # whom to call, each only for what they may see
    EXPORT = "export"  # files with names
    FOLDER = "folder"  # the documents of a conference
    SEE_NEWS = "see_news"  # broadcasts, the monthly news, the calendar of what goes out
    WRITE_NEWS = "write_news"
    APPROVE_NEWS = "approve_news"  # never one's own
    STEER_NEWS = "steer_news"  # pause, resume, stop, decide what is in doubt
    REACH = "reach"  # who was reached; leaflets and visits
    RECORD_REACH = "record_reach"
    SCHEDULES = "schedules"  # change when something happens by itself
    SEE_CONTENT = "see_content"  # the answers the assistant gives, and their versions
    WRITE_CONTENT = "write_content"  # each for what `writes_entry` says
    APPROVE_CONTENT = "approve_content"  # never one's own
    SEE_SURVEYS = "see_surveys"  # waves, how far they are, what came of them
    WRITE_SURVEYS = "write_surveys"  # ... and what is keyed in from paper
    ASK_SURVEY = "ask_survey"  # at the stall; a leader in their neighbourhood
    APPROVE_SURVEY = "approve_survey"  # never one's own
    HOLD_TALKS = "hold_talks"  # those of `live.seen.sees`
    HAND_IN = "hand_in"  # what another office takes down for the ward, and its invitations
    PLAN_DUTY = "plan_duty"  # who is there for talks, and who is away
    DATA_REQUESTS = "data_requests"
    SETTLE_DATA_REQUESTS = "settle_data_requests"
    AUDIT = "audit"
    ACCOUNTS = "accounts"
    SEE_BUSINESSES = "see_businesses"  # the register; a leader only their neighbourhood's
    EDIT_BUSINESSES = "edit_businesses"  # the same
    MANAGE_BUSINESSES = "manage_businesses"  # load lists, join doubles
    BUSINESS_FIGURES = "business_figures"  # numbers of all, nobody's own
    CHANNELS = "channels"  # connect Zalo, see what a channel waits for
    OWN_ACCOUNT = "own_account"


_R = Role
_EVERYBODY = frozenset(Role)
_CLERKS = frozenset({_R.OWNER, _R.CLERK})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.HOME: _EVERYBODY,
    Action.OWN_ACCOUNT: _EVERYBODY,
    Action.FIND: _EVERYBODY - {_R.DOOR, _R.ADMIN, _R.LEADER},
    Action.SEE_QUESTIONS: _EVERYBODY - {_R.DOOR, _R.ADMIN, _R.LEADER},
    Action.TRIAGE: _CLERKS,
    Action.DRAFT_ANSWER: _CLERKS | {_R.RESPONDER, _R.EXTERNAL, _R.APPROVER},
    Action.APPROVE_ANSWER: frozenset({_R.APPROVER, _R.OWNER}),
    Action.PUBLISH_ANSWER: frozenset({_R.OWNER, _R.APPROVER, _R.COMMUNICATOR}),
    Action.EXTEND: frozenset({_R.OWNER, _R.APPROVER}),
    Action.SEE_EVENTS: _EVERYBODY - {_R.ADMIN, _R.EXTERNAL, _R.LEADER},
    Action.EDIT_EVENTS: _CLERKS,
    Action.PUBLISH_EVENT: frozenset({_R.OWNER, _R.APPROVER}),
    Action.SEE_ATTENDEES: _CLERKS | {_R.APPROVER, _R.AUDITOR},
    Action.EDIT_ATTENDEES: _CLERKS,
    Action.CHECK_IN: _CLERKS | {_R.DOOR},
    Action.REVEAL_PHONE: _CLERKS | {_R.APPROVER, _R.RESPONDER},
    Action.CALLS: _CLERKS | {_R.APPROVER, _R.RESPONDER},
    Action.EXPORT: _CLERKS | {_R.APPROVER},
    Action.FOLDER: _CLERKS | {_R.APPROVER},
    Action.SEE_NEWS: _CLERKS | {_R.APPROVER, _R.COMMUNICATOR, _R.AUDITOR},
    Action.WRITE_NEWS: frozenset({_R.OWNER, _R.COMMUNICATOR}),
    Action.APPROVE_NEWS: frozenset({_R.OWNER, _R.APPROVER}),
    Action.STEER_NEWS: frozenset({_R.OWNER, _R.APPROVER, _R.COMMUNICATOR}),
    Action.REACH: _CLERKS | {_R.APPROVER, _R.COMMUNICATOR, _R.AUDITOR},
    Action.RECORD_REACH: _CLERKS | {_R.COMMUNICATOR},
    Action.SCHEDULES: frozenset({_R.OWNER}),
    Action.SEE_CONTENT: _EVERYBODY - {_R.DOOR, _R.ADMIN, _R.LEADER},
    Action.WRITE_CONTENT: _CLERKS | {_R.APPROVER, _R.RESPONDER, _R.EXTERNAL},
    Action.APPROVE_CONTENT: frozenset({_R.OWNER, _R.APPROVER}),
    Action.SEE_SURVEYS: _CLERKS | {_R.APPROVER, _R.AUDITOR},
    Action.WRITE_SURVEYS: _CLERKS,
    Action.ASK_SURVEY: _CLERKS | {_R.LEADER},
    Action.APPROVE_SURVEY: frozenset({_R.APPROVER, _R.OWNER}),
    Action.HOLD_TALKS: _CLERKS | {_R.RESPONDER, _R.EXTERNAL, _R.APPROVER},
    Action.HAND_IN: _CLERKS | {_R.EXTERNAL},
    Action.PLAN_DUTY: _CLERKS,
    Action.DATA_REQUESTS: _CLERKS | {_R.APPROVER, _R.AUDITOR},
    Action.SETTLE_DATA_REQUESTS: _CLERKS,
    Action.AUDIT: frozenset({_R.OWNER, _R.APPROVER, _R.AUDITOR, _R.ADMIN}),
    Action.ACCOUNTS: frozenset({_R.ADMIN}),
    Action.SEE_BUSINESSES: _CLERKS | {_R.APPROVER, _R.AUDITOR, _R.LEADER},
    Action.EDIT_BUSINESSES: _CLERKS | {_R.LEADER},
    Action.MANAGE_BUSINESSES: _CLERKS,
    Action.BUSINESS_FIGURES: _EVERYBODY - {_R.DOOR, _R.ADMIN, _R.LEADER},
    Action.CHANNELS: frozenset({_R.ADMIN, _R.OWNER}),
}


def may(staff: Staff, action: Action) -> bool:
    """Whether somebody may do this at all; an account that was switched off may nothing."""
    return staff.active and bool(staff.roles & ALLOWED[action])


def able(people: Iterable[Staff], action: Action) -> list[Staff]:
    """Who can sign in and do this."""
    return [one for one in people if one.password is not None and may(one, action)]


def left_to(people: Iterable[Staff], begun_by: Collection[int], action: Action) -> list[Staff]:
    """Whose it is to go on with what these people began: theirs; once none of them can sign in and
    do it any more, that of everybody who can."""
    can = able(people, action)
    return [person for person in can if person.id in begun_by] or can


# Without anybody in one of these, something stands still and nobody sees it.
_NEEDED = (_R.OWNER, _R.CLERK, _R.APPROVER, _R.COMMUNICATOR)


@dataclass(frozen=True, slots=True)
class Vacant:
    """What accounts were given, and nobody who can sign in has any more."""

    roles: tuple[Role, ...] = ()
    offices: tuple[str, ...] = ()  # that answer questions

    @property
    def key(self) -> str:
        """The same for the same roles and offices; "" for none."""
        return " ".join((*self.roles, *self.offices))


def vacant(people: Iterable[Staff]) -> Vacant:
    """Roles and offices that some account has, and none that can sign in."""
    everybody = list(people)
    here = [person for person in everybody if person.active and person.password is not None]
    held = {role for person in here for role in person.roles}
    had = {role for person in everybody for role in person.roles}
    answering = ALLOWED[Action.DRAFT_ANSWER]
    manned = {person.office for person in here if person.roles & answering}
    offices = {person.office for person in everybody if person.roles & answering}
    roles = tuple(role for role in _NEEDED if role in had - held)
    return Vacant(roles, tuple(sorted(offices - manned)))


def vacated_by(people: Iterable[Staff], before: Staff, after: Staff | None) -> Vacant:
    """What is left without anybody once this account is as `after` (None: switched off)."""
    others = [person for person in people if person.id != before.id]
    now = vacant([*others, before])
    then = vacant([*others, replace(before, active=False), *((after,) if after else ())])
    return Vacant(
        tuple(role for role in then.roles if role not in now.roles),
        tuple(office for office in then.offices if office not in now.offices),
    )


def sees_question(staff: Staff, question: Question) -> bool:
    """Whether this question is among those somebody may see. A confidential one is seen by those
    its asker was told of, and by nobody else whatever their role."""
    if not may(staff, Action.SEE_QUESTIONS):
        return False
    if question.confidential:
        return staff.id in question.readers
    if staff.roles & {_R.OWNER, _R.CLERK, _R.APPROVER, _R.AUDITOR}:
        return True
    if _R.RESPONDER in staff.roles and staff.office in (question.office, *question.co_offices):
        return True
    if _R.EXTERNAL in staff.roles:
        mine = question.responder_id == staff.id
        if mine or (question.responder_id is None and question.office == staff.office):
            return True
    public = question.public and question.state in (
        QuestionState.DELIVERED,
        QuestionState.PUBLISHED,
        QuestionState.CLOSED,
    )
    return _R.COMMUNICATOR in staff.roles and public


def sees_businesses_of(staff: Staff) -> str | None:
    """The neighbourhood whose businesses are all somebody sees of the register: None for the whole
    ward, "" for a leader who was given none, and so sees nothing."""
    whole = ALLOWED[Action.SEE_BUSINESSES] - {_R.LEADER}
    return None if staff.roles & whole else staff.neighbourhood


def reads_confidential(staff: Staff) -> bool:
    """Whether somebody may be one of the two who read what is sent confidentially: each can write
    the answer, and approve what the other wrote."""
    return may(staff, Action.DRAFT_ANSWER) and may(staff, Action.APPROVE_ANSWER)


def writes_entry(staff: Staff, office: str) -> bool:
    """Whether somebody may write the answers for which people are sent to this office: whoever is
    not of the ward's desk, only those of their own."""
    if not may(staff, Action.WRITE_CONTENT):
        return False
    return bool(staff.roles & {_R.OWNER, _R.CLERK, _R.APPROVER}) or staff.office == office


def own_answers(staff: Staff) -> str:
    """The office whose answers are somebody's to see to; "" for whoever sees to those of all."""
    if not may(staff, Action.WRITE_CONTENT) or writes_entry(staff, ""):
        return ""
    return staff.office


def sees_names(staff: Staff) -> bool:
    """Whether askers and attendees are shown by name; an auditor sees them masked."""
    return bool(staff.roles - {_R.AUDITOR, _R.COMMUNICATOR})


def sorts_of(staff: Staff) -> frozenset[Sort]:
    """By which words somebody may find anything."""
    sorts = {Sort.OPEN}
    if sees_names(staff):
        sorts.add(Sort.NAMED)
        if may(staff, Action.REVEAL_PHONE):
            sorts.add(Sort.PHONE)
    return frozenset(sorts)
