"""What owners tell of their revenue: read (`reading`), asked for, completed (`completing`)."""

from content.revenue.again import (
    Again,
    figures_told,
    is_again,
    put_in_place,
    spot_at,
    told_again,
)
from content.revenue.apart import Apart, asked_apart
from content.revenue.asked import (
    FigureQuestion,
    asked_of_it,
    asks_briefly,
    names_notice,
    names_tax,
    paid_in,
    speaks_of_own,
)
from content.revenue.beside import (
    is_after_app,
    is_shared,
    paid_on,
    sells_for_another,
    share_kept,
    splits_on_paper,
    takes_for_bills,
)
from content.revenue.completing import (
    ANSWERS,
    OF_PERIOD,
    OTHER_MONEY,
    adds,
    answers_to,
    completed,
    is_other_money,
    tells_days,
)
from content.revenue.corrected import Corrected, PutRight, corrected, mended_one
from content.revenue.figures import LARGE
from content.revenue.inside import rest_told, without_other
from content.revenue.joining import (
    How,
    how_told,
    is_near,
    is_of_some_months,
    is_one_more,
    mends,
    says_more,
    says_part,
    speaks_of_next_year,
)
from content.revenue.kin import is_of_family, says_apart, says_whose, with_their_trades
from content.revenue.kinds import is_of_other, other_words
from content.revenue.ledger import (
    Retelling,
    Retold,
    labelled,
    of_next_year,
    retold,
    told_afresh,
)
from content.revenue.listed_costs import costs_listed, pays_people
from content.revenue.meant import without_given
from content.revenue.multiples import by_good_days, by_multiple, by_week
from content.revenue.partly import each_own, only_some, with_trade
from content.revenue.plainly import in_plain_words, tells_in_breaths
from content.revenue.reckoning import FigureReader, read, taken_off
from content.revenue.rejoined import rejoined, with_former_units, with_number
from content.revenue.seasons import by_seasons
from content.revenue.sold import with_sold
from content.revenue.statements import packed, restored, saved, unpacked, words_of
from content.revenue.told import (
    BONUS,
    NOTHING_TOLD,
    Lack,
    Share,
    Statement,
    StatementKind,
    Statements,
    Sureness,
    ToldFigures,
)

__all__ = [
    "ANSWERS",
    "BONUS",
    "LARGE",
    "NOTHING_TOLD",
    "OF_PERIOD",
    "OTHER_MONEY",
    "Again",
    "Apart",
    "Corrected",
    "FigureQuestion",
    "FigureReader",
    "How",
    "Lack",
    "PutRight",
    "Retelling",
    "Retold",
    "Share",
    "Statement",
    "StatementKind",
    "Statements",
    "Sureness",
    "ToldFigures",
    "adds",
    "answers_to",
    "asked_apart",
    "asked_of_it",
    "asks_briefly",
    "by_good_days",
    "by_multiple",
    "by_seasons",
    "by_week",
    "completed",
    "corrected",
    "costs_listed",
    "each_own",
    "figures_told",
    "how_told",
    "in_plain_words",
    "is_after_app",
    "is_again",
    "is_near",
    "is_of_family",
    "is_of_other",
    "is_of_some_months",
    "is_one_more",
    "is_other_money",
    "is_shared",
    "labelled",
    "mended_one",
    "mends",
    "names_notice",
    "names_tax",
    "of_next_year",
    "only_some",
    "other_words",
    "packed",
    "paid_in",
    "paid_on",
    "pays_people",
    "put_in_place",
    "read",
    "rejoined",
    "rest_told",
    "restored",
    "retold",
    "saved",
    "says_apart",
    "says_more",
    "says_part",
    "says_whose",
    "sells_for_another",
    "share_kept",
    "speaks_of_next_year",
    "speaks_of_own",
    "splits_on_paper",
    "spot_at",
    "taken_off",
    "takes_for_bills",
    "tells_days",
    "tells_in_breaths",
    "told_afresh",
    "told_again",
    "unpacked",
    "with_former_units",
    "with_number",
    "with_sold",
    "with_their_trades",
    "with_trade",
    "without_given",
    "without_other",
    "words_of",
]
