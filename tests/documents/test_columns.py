"""The columns of a printed table get the room that their words need."""

from __future__ import annotations

import pytest

from careercraft.documents.columns import GAP, LONGEST_WORD, figures, letters_used, shares

LINE = 100
LONG = "word " * 100


def letters(given: list[float]) -> list[float]:
    return [LINE * one / 100 for one in given]


def test_where_everything_fits_no_cell_is_broken_and_the_last_column_has_the_rest() -> None:
    assert letters(shares(("Field", "Value"), [("State ID", "0123456789")], LINE)) == [
        len("State ID") + GAP,
        LINE - len("State ID") - GAP,
    ]


def test_a_long_cell_leaves_the_words_beside_it_whole() -> None:
    state, _, how = letters(shares(("State", "Why", "Sure"), [("unknown", LONG, "assumed")], LINE))
    assert state > len("unknown")
    assert how > len("assumed")


def test_of_two_long_cells_the_longer_one_has_more_room() -> None:
    shorter, longer = shares(("A", "B"), [("word " * 25, LONG)], LINE)
    assert shorter < longer


def test_a_word_of_any_length_takes_no_more_than_its_part() -> None:
    hashed, said = letters(shares(("Hash", "Said"), [("f" * 500, LONG)], LINE))
    assert hashed < said + LONGEST_WORD


@pytest.mark.parametrize("rows", [[], [("", "", "")], [("x" * 30,) * 3] * 2])
def test_the_shares_make_up_the_whole_width(rows: list[tuple[str, ...]]) -> None:
    given = shares(("", "", "") if rows else ("One", "Two", "Three"), rows, LINE)
    assert sum(given) == pytest.approx(100, abs=0.1)
    assert min(given) > 0


def test_too_many_columns_for_a_line_share_it_by_what_they_need() -> None:
    given = shares(["w" * 12] * 10 + ["w" * 24], [], LINE)
    assert given[-1] > given[0] == given[1]


def test_columns_of_figures_are_told_from_words_and_from_ids_with_words_among_them() -> None:
    rows = [("Signed in", "1,204", "5 of 7", "", "007"), ("Seen", "", "7 of 7", "", "no number")]
    assert figures(rows) == [False, True, True, False, False]


def test_a_table_that_ends_in_figures_is_no_wider_than_what_it_says() -> None:
    heads = ("What", "Times")
    assert letters_used(heads, [("Signed in", "12")], LINE) < LINE / 2
    assert letters_used(heads, [("Signed in", "often")], LINE) == LINE
    assert letters_used(heads, [(LONG, "12")], LINE) == LINE
    assert letters_used(heads, [], LINE) == LINE
