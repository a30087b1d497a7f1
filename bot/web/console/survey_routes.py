"""Addresses of the console about the yearly survey."""

from bot.web.console import survey_papers, surveys
from bot.web.console.console import Place
from handlers.people.permissions import Action as A

_BOTH = ("GET", "POST")

PLACES: tuple[Place, ...] = (
    Place(surveys.PATH, A.SEE_SURVEYS, surveys.list_),
    Place(f"{surveys.PATH}/moi", A.WRITE_SURVEYS, surveys.new, _BOTH),
    Place(surveys.ONE, A.SEE_SURVEYS, surveys.show),
    Place(f"{surveys.ONE}/sua", A.WRITE_SURVEYS, surveys.edit, _BOTH),
    Place(f"{surveys.ONE}/lam", A.SEE_SURVEYS, surveys.act, ("POST",)),  # each asks for its own
    Place(f"{surveys.ONE}/phieu", A.WRITE_SURVEYS, survey_papers.key_in, _BOTH),
    Place(f"{surveys.ONE}/phieu.docx", A.WRITE_SURVEYS, survey_papers.papers),
    Place(f"{surveys.ONE}/ket-qua.xlsx", A.EXPORT, survey_papers.export),
)
