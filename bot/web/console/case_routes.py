"""Addresses of the console about what people send the ward: its papers, the register."""

from bot.web.console import question_papers, register
from bot.web.console.console import Place
from handlers.people.permissions import Action as A

_PAPERS = "/cau-hoi/{code}/giay-to"

PLACES: tuple[Place, ...] = (
    Place(_PAPERS, A.DRAFT_ANSWER, question_papers.list_),
    Place(f"{_PAPERS}/{{paper}}", A.DRAFT_ANSWER, question_papers.one),
    Place(register.PATH, A.EXPORT, register.show),
    Place(f"{register.PATH}.xlsx", A.EXPORT, register.export),
    Place(register.TEAM, A.PLAN_DUTY, register.team),
)
