"""What people sent the ward and how far it is, as far as the ward released it: /phan-anh."""

from datetime import date
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.web.paging import page_of
from bot.web.visitor.open_pages import OpenPages, gist, kept
from bot.web.visitor.public import NAME_LIMIT
from content.vietnamese import local_day
from content.whole import read_whole
from handlers.question import lists, shown_cases
from handlers.question.lists import Published
from handlers.question.shown_cases import CasesSeen, CaseState, CasesWanted
from handlers.talk.public_pages import of_case
from storage.database import Transaction

T = TypeVar("T")
ANSWERS_SHOWN = 3  # of what people asked and the ward answered
PLACE_LIMIT = 120


class CasePages:
    """Each is looked up anew: what was taken down, or erased, is gone at once."""

    def __init__(self, pages: OpenPages) -> None:
        self._pages = pages
        self._answers = pages.answers

    @property
    def _today(self) -> date:
        return local_day(self._answers.clock())

    async def listed(self, request: Request) -> Response:
        query, fields = request.query_params, self._answers.content.fields
        wanted = CasesWanted(
            field=_known(query.get("linh-vuc", ""), list(fields)),
            place=query.get("cho", "")[:PLACE_LIMIT],
            how_far=_known(query.get("tinh-trang", ""), list(CaseState)),
            longest=query.get("xep") == "lau",
        )
        page = page_of(request)

        def work(tx: Transaction) -> tuple[CasesSeen, list[Published]]:
            seen = shown_cases.look_up(tx, self._today, wanted, page)
            return seen, lists.published(tx)[0][:ANSWERS_SHOWN]

        seen, answered = await self._answers.database.read(work)
        shown = self._pages.html(
            "/phan-anh",
            "cases",
            seen=seen,
            answered=answered,
            wanted=wanted,
            fields=fields,
            states=[one for one in CaseState if seen.by_state[one]],
            open_states=shown_cases.OPEN,
            page=seen.page,
            count=seen.pages,
            narrowed=_query(wanted),
        )
        return kept(request, shown)

    async def one(self, request: Request) -> Response:
        number = read_whole(str(request.path_params["name"])[:NAME_LIMIT]) or 0
        case = await self._answers.database.read(
            lambda tx: shown_cases.find(tx, number, self._today)
        )
        if case is None:
            return self._answers.sorry("visitor/no_answer", 404)
        content = self._answers.content
        shown = self._pages.html(
            f"/{of_case(case.id)}",
            "case",
            case=case,
            field=content.fields[case.field],
            gist=gist(case.text),
        )
        return kept(request, shown)


def _known(said: str, known: list[T]) -> str:
    return said if said in map(str, known) else ""


def _query(wanted: CasesWanted) -> dict[str, str]:
    """What the address of another page of the same list carries."""
    said = {
        "linh-vuc": wanted.field,
        "cho": wanted.place,
        "tinh-trang": wanted.how_far,
        "xep": "lau" if wanted.longest else "",
    }
    return {name: value for name, value in said.items() if value}
