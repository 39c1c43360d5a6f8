from datetime import date

import pytest

from careercraft.imports.formats import values


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-04",
        "2026/5/4",
        "20260504",
        "5/4/2026",
        "05/04/26",
        "4-May-2026",
        "04-May-26",
        "May 4, 2026",
        "2026-05-04T09:15:00",
        "5/4/2026 9:15 AM",
    ],
)
def test_the_fourth_of_may_is_read_in_every_usual_shape(text):
    assert values.day(text) == date(2026, 5, 4)


@pytest.mark.parametrize(
    "text", ["13/13/2026", "2026-02-30", "46146", "05-04-2026", "yesterday", "1899-12-31", "0"]
)
def test_what_is_no_certain_date_is_not_guessed(text):
    assert values.day(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("25-04-2026", date(2026, 4, 25)), ("04-25-2026", date(2026, 4, 25))],
)
def test_hyphens_are_read_when_only_one_number_can_be_the_month(text, expected):
    assert values.day(text) == expected


def test_a_column_tells_whether_its_days_come_first():
    assert values.day_month_order(["05-04-2026", "25-04-2026"]) is True
    assert values.day_month_order(["05-04-2026", "04-25-2026"]) is False
    assert values.day_month_order(["05-04-2026"]) is None
    assert values.day_month_order(["25-04-2026", "04-25-2026"]) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [('="00123"', "00123"), ("'001902", "001902"), (" a\xa0", "a"), ("", ""), ("O'Neil", "O'Neil")],
)
def test_spreadsheet_armour_comes_off(cell, text):
    assert values.clean(cell) == text


@pytest.mark.parametrize(
    ("year", "latest", "expected"),
    [
        (68, None, 2068),
        (69, None, 1969),
        (8, 2016, 2008),
        (16, 2016, 2016),
        (17, 2016, 1917),
        (2007, None, 2007),
    ],
)
def test_two_digit_years_find_their_century(year, latest, expected):
    assert values.four_digit_year(year, latest=latest) == expected


@pytest.mark.parametrize(
    ("text", "level"),
    [("09", 9), ("9th", 9), ("Grade 12", 12), ("KG", 0), ("PK", -1), ("EE", -2), ("13", None),
     ("0", None), ("1", 1), ("x", None)],
)  # fmt: skip
def test_grades_are_numbers(text, level):
    assert values.grade_level(text) == level


@pytest.mark.parametrize(
    ("text", "value"),
    [("510", 510), ("510.0", 510), ("510.5", None), ("", None), ("1e3", None), ("٣", None)],
)
def test_whole_numbers_are_plain_ascii_digits(text, value):
    assert values.whole(text) == value


def test_a_month_ends_on_its_last_day():
    assert values.month_end("022024") == date(2024, 2, 29)
    assert values.month_end("132024") is None
