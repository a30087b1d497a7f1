"""What a handler is given (a turn) and gives back (an outcome)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from content.knowledge import Entry
from content.library import Content
from content.vietnamese import fold
from handlers.talk import pausing
from handlers.talk.messages import Choice, Incoming, IncomingKind, Reply, numbered
from storage.database import Transaction
from storage.models import Contact, Conversation
from storage.topic_notices import TopicNotice

# After this long without a message an unfinished form is dropped, and the last question forgotten.
PATIENCE = timedelta(hours=24)

# An answer that could not be sent for so long is no longer one.
REPLY_LASTS = timedelta(hours=1)

# A confirmation holds so long; after that it is asked anew.
CONFIRMATION_LASTS = timedelta(hours=1)

MOST_IN_WORDS = 12

# Old buttons with these still work: they only show something.
LASTING = (
    *("menu", "topic:", "faq:", "staff", "tools", "notebook", "checklist"),
    *("events", "event:", "ticket:", "question:", "privacy", "news", "read:", "deadlines"),
    *("talk:", "approve:", "survey:"),
)

_TYPED_NUMBER = re.compile(
    r"(?:(?:u|uh|da|vang|ok|thi)[ ,]+)*(?:(?:so|chon|muc|cau)\s*)?\(?(\d{1,2})[.)]?"
    r"(?: (?:nha|nhe|a|di|em|chau|con))*"
    # `thế còn câu 4`, `câu 3 chị chưa rõ lắm`: of a list, by its number.
    r"|(?:(?:the|vay|a|con|rieng|cai) )*(?:cau|y|viec|muc) (?:so )?(\d{1,2})"
    r"(?: (?:thi|la|toi|tui|em|minh|chi|anh|co|chu|bac|chau|con|nay|do|chua|khong|hieu|ro|lam|sao"
    r"|nhu|the|nao|a|vay|nhi|ha|noi|giai thich|xem|ky|hon|them|di|giup|cho))*"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Replies in order, and the conversation to save with them."""

    conversation: Conversation
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, where its conversation stands, and what a handler may look at.

    `now` is aware (UTC); `today` is the date in Viet Nam. `site` is where our own pages are,
    without a slash at the end ("" when nowhere). `action` is what the person chose, by tap, number
    or label; `stale` says it was tapped on a list that is no longer shown, or typed before the one
    shown now arrived; `out_of_range` that a number was typed which the list does not have.
    """

    incoming: Incoming
    contact: Contact
    conversation: Conversation
    content: Content
    tx: Transaction
    now: datetime
    today: date
    site: str = ""
    action: str = ""
    stale: bool = False
    out_of_range: bool = False
    abroad: bool = False  # what is written on this channel rests on servers in other countries

    @property
    def text(self) -> str:
        return self.incoming.text

    @property
    def answers_fresh_list(self) -> bool:
        """Whether what was chosen stands on the list shown last, and that within the hour. List 0
        is the opening of our own page, which is kept only with the answer to it. A button of an
        older list counts where the last one asks the same: it was pressed twice."""
        tapped = self.incoming.kind is IncomingKind.TAP
        lists = ("0", str(self.conversation.menu))
        if tapped and self.incoming.action.partition(".")[0] not in lists:
            offered = [action for _, _, action in self.conversation.choices]
            if self.incoming.chosen not in offered:
                return False
        shown = self.conversation.shown_at
        return shown is not None and timedelta() <= self.now - shown <= CONFIRMATION_LASTS

    def owns(self, contact_id: int | None) -> bool:
        """Whether this is the contact, or one linked to it."""
        if contact_id is None:
            return False
        return contact_id == self.contact.id or contact_id in self.tx.households.members(
            self.contact.id
        )

    def say(
        self, name: str, choices: Sequence[Choice] = (), back: Choice | None = None, **values: Any
    ) -> Outcome:
        """The message `name` with numbered choices, as this turn's only reply. Its template may
        use `fact`, `fact_on` and `today` like an answer. What reckons for a topic that is paused is
        not said, but whom to ask."""
        if pause := self.pause_of(pausing.topics_of(name)):
            return self.say_paused(pause)
        return self.reply(self.words_of(name, **values), choices, back)

    def words_of(self, name: str, **values: Any) -> str:
        """The text of the message `name`, with the facts of today; of what reckons for a topic that
        is paused, whom to ask. `in_group` is the group it is said in, where no choice has a number,
        or None."""
        if pause := self.pause_of(pausing.topics_of(name)):
            return pausing.words(self.content, pause)
        facts = self.content.knowledge.facts.as_of(self.today)
        return self.content.words.say(name, in_group=self.incoming.group, **facts, **values)

    def pause_of(self, topics: tuple[str, ...]) -> TopicNotice | None:
        """What pauses one of these topics today."""
        return pausing.pause_of(self.tx.topic_notices, topics, self.today)

    def say_paused(self, pause: TopicNotice, entry: Entry | None = None) -> Outcome:
        """That a topic is not answered for now: why, until when, whom to ask."""
        said = pausing.words(self.content, pause, entry)
        return self.reply(said, [self.choice("staff", "staff")], self.menu_choice())

    def reply(
        self,
        text: str,
        choices: Sequence[Choice] = (),
        back: Choice | None = None,
        footer: str = "",
        keyed: bool = True,
        page: str = "",
    ) -> Outcome:
        """Text in neutral markup with numbered choices, as this turn's only reply. `keyed` False:
        all but the way back are for tapping and for typing in words. `page`: of `Reply`."""
        menu = self.conversation.menu + 1
        offered = numbered(tuple(choices) if keyed else (), back)
        if not keyed:
            offered = (*choices, *offered)
        shown = [(choice.key, choice.label, choice.action) for choice in offered]
        conversation = replace(
            self.conversation,
            menu=menu,
            choices=(*shown, *self._in_words()),
            shown_at=self.now,
            pushed_at=None,
        )
        return Outcome(conversation, (Reply(text, offered, footer, menu, page=page),))

    def _in_words(self) -> tuple[tuple[str, str, str], ...]:
        """What a message that came in the middle of the form offers without numbers: it may be
        chosen by its words until the form is done."""
        if self.conversation.flow is None:
            return ()
        offered = [one for one in self.conversation.choices if not one[0]]
        return tuple(offered[-MOST_IN_WORDS:])

    def choice(self, label: str, action: str) -> Choice:
        """A choice labelled with a line of `labels.j2`, or with `choices/<label>.j2` where the
        label says a figure that law can change, or with the words after `=` as they are."""
        if label.startswith("="):
            return Choice(label[1:], action)
        own = f"choices/{label}"
        if self.content.words.has(own):
            return Choice(self.words_of(own), action)
        return Choice(self.content.words.label(label), action)

    def menu_choice(self) -> Choice:
        return self.choice("other_topics", "menu")

    def keeping(self, **changes: Any) -> "Turn":
        """The same turn with changes to its conversation."""
        return replace(self, conversation=replace(self.conversation, **changes))


def in_words(turn: Turn) -> Turn:
    """The same turn as if its words had come alone: what came beside them cannot be used."""
    said = replace(turn.incoming, kind=IncomingKind.TEXT, picture=None, shared=None)
    before = turn.conversation
    action, stale, far = resolve(said, before.choices, before.menu, before.pushed_at)
    return replace(turn, incoming=said, action=action, stale=stale, out_of_range=far)


def in_letters(turn: Turn) -> Turn:
    """The same turn with words that are Telex or VNI keys in their letters: `ddoongf ys`."""
    if turn.incoming.kind is not IncomingKind.TEXT or not turn.text:
        return turn
    spelled = turn.content.understanding.spelled(turn.text)
    return (
        turn
        if spelled == turn.text
        else replace(turn, incoming=replace(turn.incoming, text=spelled))
    )


def resolve(
    incoming: Incoming,
    choices: Sequence[tuple[str, str, str]],
    menu: int,
    pushed_at: datetime | None = None,
) -> tuple[str, bool, bool]:
    """What was chosen from the list last shown -> (action, stale, out of range).

    A tap, a typed number and a typed label (with or without marks) all mean the same. A number
    typed before an unasked list arrived (`pushed_at`) was meant for another one. List 0 is what a
    page of ours showed before anything was said; it is kept just before a tap on it is read.
    """
    if incoming.kind is IncomingKind.TAP:
        shown, action = incoming.action.partition(".")[0], incoming.chosen
        offered = any(action == offer for _, _, offer in choices)
        if shown in ("0", str(menu)) and offered:
            return action, False, False
        if action.startswith(LASTING):
            return action, False, False
        return "", True, False
    if incoming.kind is not IncomingKind.TEXT or not choices:
        return "", False, False
    said = fold(incoming.text).strip(" .!?")
    number = _TYPED_NUMBER.fullmatch(said)
    if number and pushed_at is not None and incoming.at < pushed_at:
        return "", True, False
    for key, label, action in choices:
        if (number and key == str(int(number[1] or number[2]))) or said == fold(label).strip(
            " .!?"
        ):
            return action, False, False
    return "", False, number is not None
