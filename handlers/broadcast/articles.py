"""The monthly news as an article: the same items, cut to what the platform takes."""

from dataclasses import dataclass

from content.library import Content
from content.news import month_name
from handlers.people.permissions import Action, may
from handlers.talk.markup import to_plain
from storage.broadcast_models import Broadcast, BroadcastKind, BroadcastState
from storage.rows import fingerprint
from storage.staff_models import Staff

# The platform says 150 and 300 and refuses exactly that (reference, platforms 3.7).
TITLE_LIMIT, DESCRIPTION_LIMIT, AUTHOR_LIMIT = 140, 250, 50

_S = BroadcastState
_PUBLISHED = (BroadcastKind.NEWS, BroadcastKind.DIGEST)
_APPROVED = (_S.APPROVED, _S.SCHEDULED, _S.SENDING, _S.PAUSED, _S.SENT)
# What may be done with an article: made as a draft, sent to all who follow, and, where nobody knows
# whether the platform took it, what a person saw there.
ARTICLE_ACTS = {
    "create": Action.WRITE_NEWS,
    "send": Action.APPROVE_NEWS,
    "there": Action.APPROVE_NEWS,
    "not_there": Action.APPROVE_NEWS,
}


def may_become_one(broadcast: Broadcast) -> bool:
    """Only news, once it was approved."""
    return broadcast.kind in _PUBLISHED and broadcast.state in _APPROVED


def may_do(broadcast: Broadcast, name: str, staff: Staff) -> bool:
    """Whether this person may do it: nobody sends to all who follow what they wrote."""
    needed = ARTICLE_ACTS.get(name)
    own = name == "send" and staff.id in broadcast.authors
    return needed is not None and may(staff, needed) and not own


def open_to(broadcast: Broadcast, staff: Staff) -> set[str]:
    """All of `ARTICLE_ACTS` this person may do."""
    return {name for name in ARTICLE_ACTS if may_do(broadcast, name, staff)}


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Plain text; `parts` are the paragraphs of the body."""

    title: str
    description: str
    author: str
    parts: tuple[str, ...]


def article_of(content: Content, broadcast: Broadcast, page: str) -> ArticleText:
    """`page` is where the same can be read on our own pages ("" when nowhere)."""
    if broadcast.kind is BroadcastKind.DIGEST:
        items = broadcast.news
        title = content.words.say(
            "news/article_title", month=month_name(broadcast.month or ""), count=len(items)
        )
        parts = [content.words.say("news/article_item", item=item) for item in items]
        about = "; ".join(item["title"] for item in items)
    else:
        title, about = broadcast.title, to_plain(broadcast.text)
        parts = [about]
    parts.append(content.words.say("news/article_end", page=page))
    return ArticleText(
        shortened(title, TITLE_LIMIT),
        shortened(about, DESCRIPTION_LIMIT),
        content.ward.name[:AUTHOR_LIMIT],
        tuple(parts),
    )


def mark_of(content: Content, broadcast: Broadcast) -> str:
    """What tells the words of its article from others, in a few letters."""
    return fingerprint(article_of(content, broadcast, ""))


def shortened(text: str, limit: int) -> str:
    """The text in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
