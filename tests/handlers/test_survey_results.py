"""Nobody is to be guessed from a table of a survey."""

from random import Random

import pytest

from handlers.survey.results import FEWEST, Cells, hide


def test_a_small_number_is_hidden_and_one_it_could_be_reckoned_from() -> None:
    cells: Cells = [[20, 12, 8], [9, 9, 0], [3, 3, 0], [0, 0, 0]]  # the last would not say
    answered: list[int | None] = [32, 24, 8]
    hide(cells, answered, adds_up=True)
    assert cells == [[20, 12, 8], [None, None, 0], [None, None, 0], [0, 0, 0]]
    assert answered == [32, 24, 8]


@pytest.mark.parametrize("seed", range(40))
def test_no_hidden_number_can_be_reckoned_from_those_shown(seed: int) -> None:
    chance = Random(seed)  # numbers to try, no secrets
    sectors = [[chance.choice([0, 1, 3, 7, 30]) for _ in range(5)] for _ in range(6)]
    cells: Cells = [[sum(row), *row] for row in sectors]
    answered: list[int | None] = [sum(column) for column in zip(*cells[:-1], strict=True)]
    hide(cells, answered, adds_up=True)
    shown = [number for row in cells for number in row if number is not None]
    assert not any(0 < number < FEWEST for number in shown)
    for row in cells:
        hidden = sum(number is None for number in row[1:])
        others = sum(number or 0 for number in row[1:])
        assert hidden != 1 or row[0] is None or others == 0, row
    for place, total in enumerate(answered):
        column = [row[place] for row in cells[:-1]]
        hidden = sum(number is None for number in column)
        assert total is None or hidden != 1 or not any(column), (column, total)
