"""One thing that what is told may do to the account, and what speaks for it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.account.flows import SoldFlow, Span, ToldAccount

_NEAR = 3  # flows, from the last, that may be meant


@dataclass(frozen=True, slots=True)
class AccountMove:
    """`words`: names of it that are weighed by the words around; `signs`: what else speaks for or
    against it, each with its weight."""

    account: ToldAccount
    words: tuple[str, ...]
    signs: tuple[tuple[str, float], ...] = ()


def plain(account: ToldAccount, word: str, *signs: str) -> AccountMove:
    """A move of one name."""
    return AccountMove(account, (word,), tuple((one, 1.0) for one in signs or (word,)))


def near(flows: Sequence[SoldFlow]) -> Iterator[tuple[SoldFlow, str]]:
    """The flows that may be meant, the last first."""
    for place, flow in enumerate(reversed(flows[-_NEAR:])):
        yield flow, "last" if place == 0 else "before"


def put(account: ToldAccount, old: SoldFlow, new: SoldFlow) -> ToldAccount:
    """The account with one flow in the place of another."""
    flows = list(account.flows)
    flows[flows.index(old)] = new
    return account._replace(flows=tuple(flows))


def added(account: ToldAccount, flow: SoldFlow, taken: int = 0) -> ToldAccount:
    """The account with one flow more, `taken` of the coming stretches used up."""
    return account._replace(flows=(*account.flows, flow), coming=account.coming[taken:])


def state_of(account: ToldAccount, at: int) -> str:
    """What the account has and lacks at the `at`-th line, as a sign."""
    flows = account.flows
    if not flows:
        return "::" + ("coming" if account.coming else "")
    last = flows[-1]
    kind = "T" if last.takings else ("P" if last.price else "") + ("C" if last.counts else "")
    waits = "waits" if any(f.waits for f in flows) else ""
    return f"{kind}:{said_in(last, at)}:{'coming' if account.coming else ''}:{waits}"


def said_in(flow: SoldFlow, at: int) -> str:
    """Whether a flow is of the present line."""
    return "here" if flow.line == at else "told"


def ratio(former: Span | None, span: Span) -> str:
    """How much more than the former it is, as a sign."""
    if former is None or not former[1] or not span[1]:
        return "ratio:none"
    return f"ratio:{max(-6, min(6, round(math.log2(span[1] / former[1]))))}"


def size_of(span: Span) -> str:
    """How large it is, as a sign."""
    return f"size:{int(2 * math.log10(max(span[1], 1.0)))}"
