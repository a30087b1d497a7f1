"""Addresses of the console about what people send the ward: its papers, what of it everybody
reads, the register."""

from bot.web.console import hand_in, public_words, question_papers, register
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
    Place(hand_in.PATH, A.HAND_IN, hand_in.show),
    Place(f"{hand_in.PATH}/them", A.HAND_IN, hand_in.add, ("POST",)),
    Place(f"{hand_in.PATH}/nhap", A.HAND_IN, hand_in.load, ("POST",)),
    Place(f"{hand_in.PATH}/phieu-tong-hop.docx", A.HAND_IN, hand_in.sheet),
    Place(f"{hand_in.PATH}/giay-moi", A.HAND_IN, hand_in.invite, ("POST",)),
    Place(f"{hand_in.PATH}/giay-moi/{{conference}}.docx", A.HAND_IN, hand_in.letters),
    Place(register.TEAM, A.PLAN_DUTY, register.team),
)
