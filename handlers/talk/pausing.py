"""What is not reckoned while the answers of its topic are paused: a sum, a date or a list of duties
made for one person is an answer of that topic, too."""

from collections.abc import Mapping
from datetime import date

from content.knowledge import Entry
from content.library import Content
from storage.topic_notices import TopicNotice, TopicNoticeKind, TopicNotices

_TAX, _ENTERPRISE, _LOANS = "thue", "doanh-nghiep", "vay-von"
# Forms that lead to such a thing, by name.
FORMS: Mapping[str, tuple[str, ...]] = {
    "tax": (_TAX,),
    "group": (_TAX,),
    "deadlines": (_TAX,),
    "notebook": (_TAX, _ENTERPRISE),
    "enterprise": (_TAX, _ENTERPRISE),
    "loans": (_LOANS,),
}
# Messages that say one.
_MESSAGES: Mapping[str, tuple[str, ...]] = {
    **{f"{form}/result": topics for form, topics in FORMS.items()},
    "deadlines/list": (_TAX,),
    "notebook/page": FORMS["notebook"],
    **{
        f"faq/{name}": (_TAX,)
        for name in (
            *("case_revenue", "each_own", "with_former", "costs_stay", "later_figure", "late"),
            *("next_year", "paid_work", "not_sales", "not_cut"),
        )
    },
}
_OF_FIGURES = "faq/of_figures/"


def topics_of(message: str) -> tuple[str, ...]:
    """The topics whose pause stops a message; none for most."""
    return (_TAX,) if message.startswith(_OF_FIGURES) else _MESSAGES.get(message, ())


def pause_of(notices: TopicNotices, topics: tuple[str, ...], day: date) -> TopicNotice | None:
    """What pauses one of these topics on a day; looked up each time, so that it holds in every open
    chat from the moment it is approved."""
    if not topics:
        return None
    return next(
        (
            one
            for one in notices.in_force(day)
            if one.kind is TopicNoticeKind.PAUSE and one.topic in ("", *topics)
        ),
        None,
    )


def topics_of_entry(entry: Entry) -> tuple[str, ...]:
    """The topics whose pause stops an answer."""
    return (entry.topic, _TAX) if entry.reminds else (entry.topic,)


def of_entry(notices: TopicNotices, entry: Entry, day: date) -> list[TopicNotice]:
    """What is said of an answer on a day. One that tells a tax date stops with the topic of taxes,
    wherever it stands."""
    found = notices.of_topic(entry.topic, day)
    other = pause_of(notices, topics_of_entry(entry), day)
    return found if other is None or other in found else [*found, other]


def words(content: Content, pause: TopicNotice, entry: Entry | None = None) -> str:
    """Why a topic is not answered for now, until when, and whom to ask; of one of its answers
    where it is known which."""
    ward = content.ward
    usual = ward.office(entry.office) if entry else ward.front_office
    return content.words.say(
        "faq/paused",
        entry=entry,
        text=pause.text,
        until=pause.ends_on,
        office=ward.offices.get(pause.office, usual),
    )
