"""What the forms of answers, figures and the ward's settings ask for."""

from collections.abc import Collection
from datetime import date

from starlette.exceptions import HTTPException

from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.desk.acts import DeskMove
from handlers.desk.moving import DeskAsk

# Of what has no date of review: it is written anew, or stands.
MOVES = (
    *(DeskMove.SUBMIT, DeskMove.TAKE_BACK, DeskMove.DROP, DeskMove.RETURN, DeskMove.PUBLISH),
    DeskMove.UNDO,
)


def asked(
    visit: Visit, moves: Collection[DeskMove] = MOVES, *, review_by: date | None = None
) -> tuple[DeskMove, DeskAsk]:
    """The move a form asks for and what goes with it, with what is wrong in `visit.errors`. Raises
    HTTPException for no such move."""
    do = visit.choice("do", [str(move) for move in moves])
    if "do" in visit.errors:
        raise HTTPException(400)
    version = read_whole(visit.text("version_of")) or 0
    why = visit.text("why", limit=500)
    ask = DeskAsk(visit.staff, visit.now, why=why, review_by=review_by, version=version)
    return DeskMove(do), ask
