from __future__ import annotations

import doctest
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from careercraft import filters

NOON = datetime(2026, 2, 1, 12, 0)  # noqa: DTZ001 - both moments share one clock


def test_every_filter_is_shown_by_an_example_that_holds():
    result = doctest.testmod(filters)
    assert result.attempted >= len(filters.FILTERS)
    assert result.failed == 0


def test_the_application_learns_every_filter():
    app = Flask("plain")
    filters.register(app)
    assert app.jinja_env.filters.items() >= filters.FILTERS.items()
    assert len(filters.FILTERS) == 10


def test_a_date_is_written_as_spanish_readers_write_it():
    assert filters.long_date(date(2025, 10, 4), "es_US") == "4 oct 2025"


@pytest.mark.parametrize(
    ("value", "written"),
    [(999, "999"), (1000, "1,000"), (Decimal("100"), "100"), (Decimal("0.50"), "0.5"), (0, "0")],
)
def test_numbers_are_written_with_thousands_set_apart(value, written):
    assert filters.number(value) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [(24, "24 of 1,000 (2%)"), (25, "25 of 1,000 (3%)"), (26, "26 of 1,000 (3%)")],
)
def test_half_a_percent_is_rounded_up(count, written):
    assert filters.percent_of(count, 1000) == written


@pytest.mark.parametrize(
    ("class_of", "name"),
    [
        (2026, "graduated"),
        (2027, "seniors"),
        (2028, "juniors"),
        (2029, "sophomores"),
        (2030, "freshmen"),
    ],
)
def test_a_class_is_named_by_its_year_in_school(class_of, name):
    assert filters.class_label(class_of, "2026-27") == f"Class of {class_of} ({name})"


@pytest.mark.parametrize("school_year", ["2026-27", 2027])
def test_a_school_year_is_read_in_both_ways_of_writing(school_year):
    assert filters.ends_in(school_year) == 2027


def test_the_school_year_before_a_new_century_ends_in_it():
    assert filters.ends_in("2099-00") == 2100


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 bytes"), (999, "999 bytes"), (1000, "1 KB"), (999_949, "999.9 KB"),
        (999_950, "1 MB"), (1_000_000, "1 MB"), (999_950_000, "1 GB"),
        (5_000_000_000_000, "5,000 GB"),
    ],
)  # fmt: skip
def test_a_file_size_moves_to_the_next_unit_in_time(size, written):
    assert filters.file_size(size) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (-5, "just now"), (59, "just now"), (60, "1 minute ago"), (119, "1 minute ago"),
        (120, "2 minutes ago"), (3599, "59 minutes ago"), (3600, "1 hour ago"),
        (86_399, "23 hours ago"), (86_400, "1 day ago"), (30 * 86_400 - 1, "29 days ago"),
        (30 * 86_400, "Jan 2, 2026"),
    ],
)  # fmt: skip
def test_a_moment_is_told_as_distance_for_thirty_days(seconds, written):
    assert filters.relative(NOON - timedelta(seconds=seconds), NOON) == written


@pytest.mark.parametrize("given", [None, ""])
def test_a_student_without_grade_has_no_grade(given):
    assert filters.grade(given) == "No grade"
