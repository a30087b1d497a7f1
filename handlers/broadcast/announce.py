"""An announcement begun by staff in their own chat; somebody else approves it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from handlers.broadcast import approval, drafting, trying
from handlers.broadcast.drafting import TEXT_LIMIT, TITLE_LIMIT
from handlers.broadcast.words import misused
from handlers.people import staff_links
from handlers.people.permissions import Action, may
from handlers.talk.flow import Said, begin
from handlers.talk.turn import Outcome, Turn
from storage.broadcast_models import Audience, Base, BroadcastKind


class AnnounceStep(StrEnum):
    TOPIC = "topic"
    TITLE = "title"
    TEXT = "text"
    REVIEW = "review"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Announcement:
    step: AnnounceStep = AnnounceStep.TOPIC
    topic: str = ""
    title: str = ""
    text: str = ""
    people: int = 0
    topics: tuple[tuple[str, str], ...] = ()  # (id, name), to choose from


class AnnounceFlow:
    """`/thongbao`: topic, title, text, a last look; then it waits for approval like any other."""

    name = "announce"
    version = 1

    def begin(self) -> Announcement:
        return Announcement()

    def restore(self, memory: dict[str, Any]) -> Announcement:
        topics = tuple((name, label) for name, label in memory["topics"])
        return Announcement(**(memory | {"step": AnnounceStep(memory["step"]), "topics": topics}))

    def takes_text(self, memory: Announcement) -> bool:
        return memory.step in (AnnounceStep.TITLE, AnnounceStep.TEXT)

    def choices(self, memory: Announcement) -> Sequence[tuple[str, str]]:
        if memory.step is AnnounceStep.TOPIC:
            return tuple((f"={name}", topic) for topic, name in memory.topics)
        if memory.step is AnnounceStep.REVIEW:
            return (("announce_submit", "submit"), ("rewrite", "rewrite"))
        return ()

    def advance(self, memory: Announcement, said: Said) -> Announcement | None:
        text = said.text.strip()
        match memory.step:
            case AnnounceStep.TOPIC if said.value in dict(memory.topics):
                return replace(memory, step=AnnounceStep.TITLE, topic=said.value)
            case AnnounceStep.TITLE if not said.value and 0 < len(text) <= TITLE_LIMIT:
                if misused(text, None)[0]:
                    return None
                return replace(memory, step=AnnounceStep.TEXT, title=text)
            case AnnounceStep.TEXT if not said.value and 0 < len(text) <= TEXT_LIMIT:
                if misused(text, None)[0]:
                    return None
                return replace(memory, step=AnnounceStep.REVIEW, text=text)
            case AnnounceStep.REVIEW if said.value == "submit":
                return replace(memory, step=AnnounceStep.DONE)
            case AnnounceStep.REVIEW if said.value == "rewrite":
                return replace(memory, step=AnnounceStep.TITLE)
        return None

    def is_done(self, memory: Announcement) -> bool:
        return memory.step is AnnounceStep.DONE

    def arrive(self, turn: Turn, memory: Announcement) -> Announcement:
        if memory.step is not AnnounceStep.REVIEW:
            return memory
        meant = turn.tx.audiences.count_meant(_audience(memory), turn.now)
        return replace(memory, people=sum(meant.values()))

    def finish(self, turn: Turn, memory: Announcement) -> Outcome:
        staff = staff_links.who(turn)
        if staff is None or not may(staff, Action.WRITE_NEWS):
            return turn.say("staff_chat/not_staff", back=turn.menu_choice())
        made = drafting.draft(
            turn.tx,
            BroadcastKind.NEWS,
            memory.topic,
            memory.title,
            memory.text,
            _audience(memory),
            turn.now,
            author=staff,
        )
        trying.record(turn.tx, made, staff, turn.now)  # it was shown here, as people will see it
        _, told = approval.submit(turn.tx, turn.content, made, turn.now)
        turn.tx.audit.write(
            "broadcast.submit", f"broadcast:{made.id}", turn.now, staff=staff,
            channel=turn.contact.channel,
        )  # fmt: skip
        return turn.say("staff_chat/submitted", back=turn.menu_choice(), told=len(told))


def _audience(memory: Announcement) -> Audience:
    return Audience(base=Base.SUBSCRIBERS, topics=(memory.topic,))


ANNOUNCE = AnnounceFlow()


def announce(turn: Turn) -> Outcome:
    """`/thongbao`, for staff whose chat is linked and who may write news."""
    staff = staff_links.who(turn)
    if staff is None or not may(staff, Action.WRITE_NEWS):
        return turn.say("staff_chat/not_staff", back=turn.menu_choice())
    topics = tuple((topic.id, topic.name) for topic in turn.content.news.topics.values())
    return begin(turn, ANNOUNCE, Announcement(topics=topics))
