"""How much of the disk may be taken by people who never signed in."""

from dataclasses import dataclass

from bot.settings.values import Values
from content.operator import tell
from content.whole import MOST

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SpaceBounds:
    """Bytes: what one visitor, one network address and one channel may add within a day (past the
    last, only whom we know goes on); `kept_free` is what the disk is to have left."""

    of_visitor: int = 10 * MB
    of_address: int = 100 * MB
    of_channel: int = 1000 * MB
    kept_free: int = 500 * MB


USUAL_SPACE = SpaceBounds()


def read_space(values: Values) -> SpaceBounds:
    def megabytes(name: str, default: int, least: int) -> int:
        return MB * values.whole(name, default // MB, least, MOST, tell("settings.megabytes"))

    return SpaceBounds(
        of_visitor=megabytes("SPACE_VISITOR_MB", USUAL_SPACE.of_visitor, 1),
        of_address=megabytes("SPACE_ADDRESS_MB", USUAL_SPACE.of_address, 1),
        of_channel=megabytes("SPACE_CHANNEL_MB", USUAL_SPACE.of_channel, 1),
        kept_free=megabytes("SPACE_FREE_MB", USUAL_SPACE.kept_free, 0),
    )
