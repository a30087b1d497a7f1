"""The cells of a sheet in Unicode: what was typed for an old font is put right, column by column,
since one cell alone may read both ways and a whole column seldom does."""

from content.legacy_fonts import mend
from content.spreadsheet import Sheet


def in_unicode(sheet: Sheet) -> tuple[dict[int, dict[int, str]], frozenset[int]]:
    """(row -> column -> text, the rows of which something could not be put right)."""
    turned: dict[int, dict[int, str]] = {row: {} for row in sheet.rows}
    doubtful: set[int] = set()
    for column in sorted({column for cells in sheet.rows.values() for column in cells}):
        rows = [row for row, cells in sheet.rows.items() if column in cells]
        mended = mend([sheet.rows[row][column] for row in rows])
        for row, text in zip(rows, mended.texts, strict=True):
            turned[row][column] = text
        doubtful.update(rows[place] for place in mended.doubtful)
    return turned, frozenset(doubtful)
