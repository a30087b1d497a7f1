"""The running account ("Sổ tính"): every message that tells takings is a line or mends one, all of
them are shown as understood, and what they mean in tax is said only where nothing is left open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.complaints import is_complaint
from content.daybook.account import account_of, after
from content.daybook.lines import AccountLine, Ends, rounded
from content.daybook.state import Aside, Remark, SumAccount
from content.own_produce import is_own_produce
from content.revenue import Statements, is_of_other
from content.search import Decision
from content.spoken import asks
from content.takings.tokens import whole_in, without_slips
from content.takings.told_line import is_spent, tells_takings
from content.takings.year import Stream, YearTold
from content.tax import Band
from content.trades import Mention, Named
from content.vietnamese import fold, has_marks, tidy
from handlers.answers import chat, not_sales, verdict
from handlers.answers import whole_year as year
from handlers.answers.kept import MENDING
from handlers.talk.flow import rules_on
from handlers.talk.messages import Choice, IncomingKind
from handlers.talk.told import (
    asking,
    book_in,
    is_open,
    keeping,
    kept_in,
    line_of,
    reckoned,
    with_book,
    with_lines,
)
from handlers.talk.turn import PATIENCE, Outcome, Turn, in_letters

ACCOUNT = "account"  # of the choices that answer what the account asks
_ALIKE, _CLOSE = 500, 30  # years that differ by less than one part in so many are the same
_LONGEST, _MOST_LINES = 400, 30  # letters of a message; messages
_OF_FIGURES = ("figure:", ACCOUNT)
_PER = ("day", "month", "year")
# What asks what all of it comes to: `thế tóm lại là bao nhiêu`, `vậy chưa tới một tỷ`.
_ASKS_THE_SUM = re.compile(
    r"\b(?:tom lai|tong (?:cong|lai|ket)|tinh (?:lai|ra)|cong lai|noi lai|chot lai)\b"
    r"|\b(?:(?:chua|con|da|co|sat|gan|qua|duoi|tren|vuot|hon|toi|den)(?: [a-z]+){0,4} "
    r"(?:1|mot) (?:ty|ti)|(?:duoi|vuot|qua) (?:nguong|muc))\b"
    r"|\b(?:phai|bi|co) (?:dong|nop)(?: thue)?(?: [a-z]+){0,2}$|\bdong (?:bao nhieu|nhieu|nhiu)\b"
)
_MOST_OF_A_QUESTION = 18  # words
_ELSEWHERE = re.compile(
    r"\b(?:dang ky|ghi ten|hoi nghi|doi thoai|di hop|ghe|mot cho|1 cho|cho ngoi|may cho|ve moi|suat"
    r" hop|nhac|vay|lai suat|the chap|app|link|otp|ma so|tai khoan ngan hang|cong an|phan anh|khieu"
    r" nai|don kia|bao hiem|le phi|phi ho so|phat|may in|may tinh tien|hoa don|thuong toi"
    r"|tien thuong|trung bay|thuong doanh so|no thue|thue cu|nop het)\b|\b0\d{2}[ .]?\d{3}"
)
_RIGHT = "=right"
_THEN_WHAT = re.compile(r"\bthi (?:sao|the nao)[ ?.!]*$")
_LOAN = re.compile(r"\b(?:vay|mung|coc|hui|gui ve|luong|thua ke|trung so)\b")
_LETS = re.compile(r"\bcho (?:[a-z0-9]+ ){1,5}thue\b")
_OWN_SALE = re.compile(r"\b(?:ban|thu|lam|cho thue|khach|chay|ngay|thang|tuan|buoi|doanh thu)\b")


@dataclass(frozen=True, slots=True)
class SumQuestion:
    """The one thing that the account asks: `name`, of which line (`place`, from 1)."""

    name: str
    place: int
    line: AccountLine


def noted(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome of a turn with what it tells in the account; where the account reads more in it
    than any other reader, the account instead."""
    outcome = year.noted(turn, outcome)
    turn = in_letters(turn)
    if turn.incoming.group is not None:
        return outcome
    said = tidy(turn.text)
    book = book_in(turn.conversation)
    if _may_tell(turn, outcome, said):
        old = account_of(book, turn.content.trades)
        new = after(old, said, turn.content.trades)
        trades = turn.content.trades
        sold = _LETS.search(fold(said)) or trades.mentions(said)
        begun = all(place >= len(old.lines) for place in new.changed)  # mends none of those before
        begun = begun and not not_sales.words(turn)
        if old.lines and begun and not sold and is_spent(without_slips(said), trades):
            new = replace(old, remark=Remark.COSTS, changed=(), is_read=True)
        if new.is_read and _is_of_it(turn, outcome, old, new, said):
            return _told(turn, outcome, (*book, said), new, begins=not old.lines)
        if not new.lines and new.named != old.named:
            book = (said,)  # what is sold, and no sum yet
        if old.lines and not new.is_read and _asks_the_sum(turn, outcome, said):
            return _shown(turn, book, old)
        if old.lines and not new.is_read and is_open(outcome.conversation):
            return _shown(turn, book, replace(old, remark=Remark.UNREAD, changed=()))
        if new.is_read and new.lines and _is_of_figures(outcome):
            return _followed(turn, outcome, book, said, told=True)
    return _followed(turn, outcome, book, said)


def act(turn: Turn, name: str) -> Outcome:
    """What was tapped under the account's question."""
    book = (*book_in(turn.conversation), f"={name}")
    account = account_of(book, turn.content.trades)
    return _shown(turn, book, account)


def _may_tell(turn: Turn, outcome: Outcome, said: str) -> bool:
    """Whether the words are no choice, no part of a form, nothing of another matter."""
    if turn.incoming.kind is not IncomingKind.TEXT or turn.action or len(said) > _LONGEST:
        return False
    if turn.conversation.flow or turn.conversation.entry == MENDING or not said:
        return False
    folded = fold(said)
    if _ELSEWHERE.search(folded) or _is_of_loan(said) or is_own_produce(said):
        return False
    if verdict.is_of_company(said) or verdict.is_of_paid_work(said) or is_complaint(said):
        return False
    return chat.name_of(turn) not in chat.IN_PASSING


def _is_of_loan(said: str) -> bool:
    """Whether money is spoken of that is no takings; unmarked, only by words that mean no other."""
    if has_marks(said):
        return is_of_other(said)
    return is_of_other(said) and _LOAN.search(fold(said)) is not None


def _is_of_it(turn: Turn, outcome: Outcome, old: SumAccount, new: SumAccount, said: str) -> bool:
    """Whether the account takes the message: what goes on with it, or begins it with something
    sold; where another reader took a first message as figures its reply stands."""
    if not new.changed and (
        not new.remark or (new.remark != Remark.COSTS and not_sales.words(turn))
    ):
        return False
    if _is_of_figures(outcome) and (whole_in(said) or _THEN_WHAT.search(fold(said))):
        return False  # the year's whole in place of all, or what would be
    if old.lines:
        asked = asks(said) and not new.changed
        sure = turn.content.understanding.read(said).decision is Decision.ANSWER
        return not (asked and sure)
    sure = asks(said) and turn.content.understanding.read(said).decision is Decision.ANSWER
    if sure or (_is_of_figures(outcome) and not is_open(outcome.conversation)):
        return False
    line, trades = without_slips(said), turn.content.trades
    first = new.lines[0]
    named = trades.mentions(line) or first.usual.counts or first.on_platform
    takes = tells_takings(line, trades.mentions(line), trades)
    return bool((takes or first.usual.counts) and named and _OWN_SALE.search(fold(said)))


def _is_of_figures(outcome: Outcome) -> bool:
    actions = [choice.action for reply in outcome.replies for choice in reply.choices]
    return any(one.startswith(_OF_FIGURES) or one.endswith(verdict.MARK) for one in actions)


def _asks_the_sum(turn: Turn, outcome: Outcome, said: str) -> bool:
    if _is_of_figures(outcome) and kept_in(turn) and not is_open(outcome.conversation):
        return False
    folded = fold(said).rstrip(" ?.!")
    if len(folded.split()) > _MOST_OF_A_QUESTION or not _ASKS_THE_SUM.search(folded):
        return False
    shown = [action for _, _, action in turn.conversation.choices]
    if turn.answers_fresh_list and any(one.startswith(ACCOUNT) for one in shown):
        return True
    return turn.content.understanding.read(said).decision is not Decision.ANSWER


def _told(
    turn: Turn, outcome: Outcome, book: Sequence[str], account: SumAccount, *, begins: bool
) -> Outcome:
    """The account after a message. The reply of another reader stands where it comes to the same,
    with the lines behind it, and where it asks something as the account would."""
    after = replace(turn, conversation=outcome.conversation)
    kept = kept_in(after)
    if not _is_of_figures(outcome) or is_open(outcome.conversation) or not outcome.replies:
        return _shown(turn, book, account)
    rules, question = rules_on(turn.content, turn.today), _question(turn, account)
    told = reckoned(turn, kept)
    asks_it = _asks_one(outcome)
    sure = bool(told.shares) and told.lacks(rules) is None and not asks_it
    ends = told.ends or (told.yearly, told.yearly)
    stays = replace(outcome, conversation=with_book(outcome.conversation, book))
    over = rules.band(round(account.year[1])) is not Band.EXEMPT
    whose = question is not None and question.name == Aside.WHOSE and not _asks_whose(outcome)
    open_ = question is not None and not sure
    if not whose and (open_ or (asks_it and (over or question is not None))):
        return stays  # it is asked of what is told, in other words
    unclear = question is not None and question.name in ("per", Aside.MORE_OR_INSTEAD)
    if sure and (unclear or not account.changed) and kept:
        return _followed(turn, outcome, book[:-1], "")
    if question is None and sure and _alike(ends, account.year, by=_CLOSE if begins else _ALIKE):
        return stays if begins else _with_lines(turn, stays, account)
    return _shown(turn, book, account, other=ends[1] if sure else None)


def _asks_one(outcome: Outcome) -> bool:
    """Whether another reader asks which of the figures is meant, or of what they are."""
    actions = [choice.action for reply in outcome.replies for choice in reply.choices]
    taps = [one.removeprefix(verdict.FIGURE) for one in actions if one.startswith(verdict.FIGURE)]
    return any(not one.startswith(_UNDER_A_VERDICT) for one in taps)


def _asks_whose(outcome: Outcome) -> bool:
    actions = [choice.action for reply in outcome.replies for choice in reply.choices]
    return f"{verdict.FIGURE}former" in actions


_UNDER_A_VERDICT = ("mend", "only", "plus", "forget")


def _with_lines(turn: Turn, outcome: Outcome, account: SumAccount) -> Outcome:
    """The reply with the lines of the account behind it."""
    first, *others = outcome.replies
    lines = turn.words_of("faq/account_lines", **_values(turn, account))
    return replace(outcome, replies=(replace(first, text=f"{first.text}\n\n{lines}"), *others))


def _values(turn: Turn, account: SumAccount) -> dict[str, object]:
    low, high = account.year
    rules = rules_on(turn.content, turn.today)
    return {"lines": account.lines, "low": rounded(low), "high": rounded(high), "rules": rules}


def _alike(one: tuple[float | None, float | None], other: Ends, *, by: int = _CLOSE) -> bool:
    return all(
        a is not None and abs(a - b) * by <= max(a, b) for a, b in zip(one, other, strict=True)
    )


def _followed(
    turn: Turn, outcome: Outcome, book: Sequence[str], said: str, *, told: bool = False
) -> Outcome:
    """The outcome of another reader, with the account brought to the figures that it keeps; `told`:
    the message tells some in the account's own reading."""
    before = kept_in(turn)
    kept = kept_in(replace(turn, conversation=outcome.conversation))
    if before and not kept:
        book = ()  # taken back, or forgotten
    if not outcome.conversation.figures or kept == before or not kept:
        asked = told and not book  # of a first sum, something is asked
        book = (said,) if asked else book
        return replace(outcome, conversation=with_book(outcome.conversation, book))
    found = reckoned(turn, kept)
    sure = found.shares and found.lacks(rules_on(turn.content, turn.today)) is None
    plain = () if turn.action else (*book, said)
    own = account_of(plain, turn.content.trades) if plain else SumAccount()
    least, most = found.ends or (found.yearly or 0, found.yearly or 0)
    if own.lines and (not sure or _alike((least, most), own.year)):
        book = plain
    elif sure:
        book = tuple(_as_sum(share.named, share.lower, share.yearly) for share in found.shares)
    return replace(outcome, conversation=with_book(outcome.conversation, book))


def _as_sum(named: Named, low: int, high: int) -> str:
    if named.trade is None:
        return f"=sum {low} {high} -"
    return f"=sum {low} {high} {named.trade.id} {named.trade.name.split(' (')[0]}"


def _shown(
    turn: Turn, book: Sequence[str], account: SumAccount, *, other: int | None = None
) -> Outcome:
    """The account as a reply: its lines, their sum, and the verdict or the one question. `other`:
    the year as another reader is sure of it; of what nobody else comes to, that it is above the
    limit is said when it is confirmed."""
    cleared = with_lines(turn.conversation, ())
    turn = replace(turn, conversation=with_book(cleared, book[-_MOST_LINES:]))
    question = _question(turn, account)
    rules = rules_on(turn.content, turn.today)
    most = rules.band(round(account.year[1]))
    agreed = most is Band.EXEMPT if other is None else most is rules.band(other)
    if not agreed and question is None and account.counted and book[-1:] != (_RIGHT,):
        question = SumQuestion("confirm", 1, account.counted[0])
    statements = _statements(turn, account)
    turn = keeping(turn, () if question else statements)
    turn = turn.keeping(asked=None, entry=None) if question else asking(turn, statements)
    turn = turn.keeping(expires_at=turn.now + PATIENCE)
    plain = replace(turn, incoming=replace(turn.incoming, text=""))
    line = line_of(statements)
    low, high = account.year
    owes = bool(statements) and rules.band(round(high)) is not Band.EXEMPT
    full = verdict.words(plain, line) if owes and question is None else ""
    values = {
        **_values(turn, account),
        "remark": account.remark,
        "question": question,
        "most": _at_most(account, rules.threshold)
        if question and question.name != "confirm"
        else None,
        "verdict": full,
        "straddles": rules.band(round(low)) is Band.EXEMPT and owes,
    }
    offered = _choices(turn, question) if question else verdict.offers(plain, line)[:2]
    return turn.say("faq/account", offered, turn.menu_choice(), **values)


def _question(turn: Turn, account: SumAccount) -> SumQuestion | None:
    """What decides and is still open; None where the account is whole."""
    place = account.open_line
    if place is not None:
        line = account.lines[place]
        return SumQuestion(line.aside or line.lacks, place + 1, line)
    rules = rules_on(turn.content, turn.today)
    least, most = account.year
    if rules.band(round(most)) is Band.EXEMPT:
        return None
    untold = [one for one in account.counted if one.is_daily and not one.off.is_told]
    near = least - sum(one.year[0] for one in untold) * _REST_AT_MOST <= rules.threshold
    for number, line in enumerate(account.lines, 1):
        if line.aside == Aside.PASSED:
            return SumQuestion("passed", number, line)
        if near and line in untold:
            return SumQuestion("days", number, line)
    return None


_REST_AT_MOST = 0.25  # of a year's days


def _at_most(account: SumAccount, threshold: int) -> int | None:
    """The most that the year may be, whatever is open, where that is under the limit."""
    high = account.year[1]
    for line in account.lines:
        if line.aside in (Aside.WHOSE, Aside.MORE_OR_INSTEAD):
            if line.lacks:
                return None
            high += line.year[1]
        elif not line.aside and line.lacks:
            return None
    return rounded(high) if 0 < high <= threshold else None


def _choices(turn: Turn, question: SumQuestion) -> list[Choice]:
    if question.name == "per":
        return [turn.choice(f"figure_{name}", f"{ACCOUNT}:{name}") for name in _PER]
    names: dict[str, tuple[str, ...]] = {
        Aside.WHOSE: ("mine", "theirs"),
        Aside.MORE_OR_INSTEAD: ("more", "instead"),
        "days": ("no_rest",),
        "confirm": ("right",),
    }
    return [
        turn.choice(f"account_{name}", f"{ACCOUNT}:{name}") for name in names.get(question.name, ())
    ]


def _statements(turn: Turn, account: SumAccount) -> Statements:
    """The counted lines that lack nothing, as what is kept for the tools."""
    streams = []
    for line in account.counted:
        if line.lacks:
            continue
        mention = _mention(turn, line)
        low, high = line.year
        label = mention.words if mention else ""
        streams.append(Stream(line.trade, low, high, label, None, None, line.on_platform, mention))
    if not streams:
        return ()
    said = ", ".join(one.what or turn.words_of("faq/account_line") for one in account.counted)
    return year.stated_of(turn, YearTold(tuple(streams), said))


def _mention(turn: Turn, line: AccountLine) -> Mention | None:
    named = turn.content.trades.mentions(tidy(line.what)) if line.what else []
    said = next((one for one in named if not one.is_left), None)
    if said is None and line.trade in turn.content.trades:
        return Mention(0, 0, line.what, Named(turn.content.trades[line.trade]))
    return said
