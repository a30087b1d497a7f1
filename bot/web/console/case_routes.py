"""Addresses of the console about what people send the ward: its papers, what of it everybody
reads, the register."""

from bot.web.console import public_words, question_papers, register
from bot.web.console.console import Place
from handlers.people.permissions import Action as A

_PAPERS = "/cau-hoi/{code}/giay-to"

PLACES: tuple[Place, ...] = (
    Place(_PAPERS, A.DRAFT_ANSWER, question_papers.list_),
    Place(f"{_PAPERS}/{{paper}}", A.DRAFT_ANSWER, question_papers.one),
    Place(public_words.LIST, A.SEE_QUESTIONS, public_words.list_),
    Place(public_words.ONE, A.SEE_QUESTIONS, public_words.show),
    Place(f"{public_words.ONE}/lam", A.SEE_QUESTIONS, public_words.act, ("POST",)),  # each its own
    Place(register.PATH, A.EXPORT, register.show),
    Place(f"{register.PATH}.xlsx", A.EXPORT, register.export),
    Place(register.TEAM, A.PLAN_DUTY, register.team),
)
