"""The beginning: a greeting that says this is a machine, a deep link's topic, and help."""

import re
from datetime import date

from content.library import Content
from content.office_hours import office_now
from content.vietnamese import bare_words
from handlers.answers import faq, menu
from handlers.people.calendar import working_days
from handlers.talk.messages import Choice, Reply, numbered
from handlers.talk.replies import SEND_WHOLE
from handlers.talk.turn import Outcome, Turn

NEWS = "nhan-tin"  # a link's name for the subscription
ANSWER = "cau-"  # a link's name for an answer begins so
FIRST_SHOWN = 4  # subjects of the greeting; the rest is one tap away
# Asked of the office that was named just now: `ở đâu`, `mấy giờ mở cửa`.
_OF_OFFICE = re.compile(
    r"(?:(?:a|da|the|vay|con|thi|nhung|ma|o|tai|den|cho|em|chau|phuong|do|day) )*"
    r"(?:o dau|dau|cho nao|noi nao|dia chi|so nha|den dau|duong nao"
    r"|(?:lam viec |mo cua )?(?:may gio|luc nao|khi nao|gio nao)"
    r"(?: (?:mo cua|lam viec|dong cua|lam))?"
    r"|(?:mo cua|lam viec)(?: den)? (?:may gio|thu may)|gio (?:lam viec|mo cua)"
    r"|(?:so )?(?:dien thoai|dt|sdt|may)(?: (?:la|bao nhieu|so may|gi|nao))*|goi so (?:nao|may))"
    r"(?: (?:a|da|vay|the|nhi|em|chau|ha|la|bao nhieu|gi|nao))*"
)


def opening(content: Content, today: date, alias: str = "") -> Reply:
    """What somebody sees who has said nothing yet: the topic or the answer a link names, or hello.

    Its choices work without a saved conversation, so a page can show it before the first message.
    """
    if reply := _answer(content, today, alias):
        return reply
    page = _page(content, alias)
    return Reply(page.text, numbered(page.choices, page.back))


def opens(content: Content, today: date, alias: str) -> bool:
    """Whether a link's name leads somewhere of its own."""
    known = alias == NEWS or content.knowledge.topic_by_alias(alias) is not None
    return known or _answer(content, today, alias) is not None


def _answer(content: Content, today: date, alias: str) -> Reply | None:
    """The answer whose link this is."""
    return faq.linked(content, alias[len(ANSWER) :], today) if alias.startswith(ANSWER) else None


def greet(turn: Turn) -> Outcome:
    """`/start`, or the first opening of the page; a deep link goes straight to its topic or its
    answer."""
    if turn.text.startswith(ANSWER) and turn.text[len(ANSWER) :] in turn.content.knowledge.entries:
        return faq.show(turn.keeping(asked=None), turn.text[len(ANSWER) :])
    page = _page(turn.content, turn.text)
    return turn.reply(page.text, page.choices, page.back)


def help_(turn: Turn) -> Outcome:
    return turn.say("start/help", [turn.choice("staff", "staff")], turn.menu_choice())


def _page(content: Content, alias: str) -> menu.Page:
    if alias == NEWS:
        return _news(content)
    topic = content.knowledge.topic_by_alias(alias) if alias else None
    return menu.topic_page(content, topic.id) if topic else _hello(content)


def _news(content: Content) -> menu.Page:
    """The question whether somebody wants the news, as a leaflet's link asks it."""
    words = content.words
    text = words.say("news/consent", abroad=False, topics=content.news.topics.values())
    choices = (
        Choice(words.label("news_all"), "news:all"),
        Choice(words.label("news_choose"), "news:choose"),
    )
    return menu.Page(text, choices, Choice(words.label("disagree"), "menu"))


def _hello(content: Content) -> menu.Page:
    first = menu.topic_choices(content)[:FIRST_SHOWN]
    everything = Choice(content.words.label("all_topics"), "menu")
    return menu.Page(content.words.say("start/hello"), first, everything)


def staff(turn: Turn) -> Outcome:
    """How to reach a person, and the offer to leave the question here."""
    choices = [turn.choice("leave_question", "ask_ward")]
    if turn.conversation.asked and not turn.conversation.entry:
        choices.append(turn.choice("send_asked", SEND_WHOLE))
    hours = office_now(turn.content.ward.hours, working_days(turn.content.ward), turn.now)
    return turn.say("staff/contact", choices, turn.menu_choice(), office=hours)


def is_contact(turn: Turn) -> bool:
    """Whether how to reach a person was shown last."""
    label = turn.content.words.label("leave_question")
    return any(shown == label for _, shown, _ in turn.conversation.choices)


def asked_of_contact(turn: Turn) -> Outcome | None:
    """Where and when the office is that was shown last, or that it is not known here; None for
    other words."""
    if not is_contact(turn) or _OF_OFFICE.fullmatch(bare_words(turn.text)) is None:
        return None
    hours = office_now(turn.content.ward.hours, working_days(turn.content.ward), turn.now)
    choices = [turn.choice("leave_question", "ask_ward")]
    return turn.say("staff/where", choices, turn.menu_choice(), office=hours)


def ask(turn: Turn) -> Outcome:
    """`/hoi` asks for a question; `/hoi thuế khoán còn không` is one."""
    if turn.text.strip():
        return faq.answer_text(turn)
    return turn.keeping(choices=()).say("start/ask")
