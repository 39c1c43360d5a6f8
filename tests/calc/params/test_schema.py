"""A mistyped parameter file is refused with its name, the key, and the form expected."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.citations import Source, Standing
from careercraft.calc.params.records import record_builder
from careercraft.calc.params.schema import ParameterError, read_parameter, read_sources
from careercraft.calc.rules import CollegePrep, Hours

SOURCES = {"S1": Source("S1", "A letter", "https://example.org/letter")}
GOOD = """\
title: "A student needs these hours."
clock: graduating_class
unit: semester hours
values:
  2021:
    value: {hours: 2.5}
    cite: {source: S1, at: "page 3"}
    standing: read
"""


def read(text: str) -> object:
    return read_parameter(text, "criteria/hours.yaml", SOURCES)


def test_a_good_file_is_read_with_exact_decimals_and_its_citation() -> None:
    history = read_parameter(GOOD, "criteria/hours.yaml", SOURCES)
    dated = history.at(GraduatingClass(2021))
    assert dated.value == {"hours": Decimal("2.5")}
    assert isinstance(dated.value["hours"], Decimal)
    assert dated.authority.standing is Standing.READ
    assert dated.authority.cite[0].title == "A letter"


MISTAKES = {
    "an unknown key": ("unit:", "unitt:", "unknown key unitt", "only checked, clock"),
    "a missing key": ('title: "A student needs these hours."\n', "", "title is missing", "all of"),
    "an empty title": ("A student needs these hours.", "  ", "title", "text"),
    "an unknown clock": ("graduating_class", "moon_year", "clock", "one of graduating_class"),
    "a day for a class": ("2021:", "2021-09-01:", "values.2021-09-01", "a year such as 2026"),
    "a year in quotes": ("2021:", "'2021':", "values.2021", "a year such as 2026"),
    "no standing": ("    standing: read\n", "", "standing is missing", "all of cite"),
    "an unknown standing": ("read\n", "sure\n", "values.2021.standing", "one of read, secondary"),
    "no citation": ('    cite: {source: S1, at: "page 3"}\n', "", "cite is missing", "all of"),
    "an empty list of citations": ('{source: S1, at: "page 3"}', "[]", "cite", "at least one"),
    "an unknown source": ("S1", "S999", "cite.source", "an id in sources.yaml, not S999"),
    "a citation without a place": ('at: "page 3"', 'at: ""', "cite.at", "text"),
    "a citation with an extra key": (
        'at: "page 3"',
        'at: "a", page: 3',
        "unknown key page",
        "only",
    ),
    "an unknown key in an entry": ("standing: read", "standing: read\n    unit: x", "unit", "only"),
    "values that are a list": ("  2021:\n", "  -\n", "values", "keys with values"),
    "a repeal that is not true": (
        "value: {hours: 2.5}",
        "repealed: yes please",
        "unknown key standing",
        "only cite, repealed",
    ),
    "a check without its day": (
        "values:",
        "checked: {day: soon, by: ab}\nvalues:",
        "checked.day",
        "a day such as",
    ),
    "notes that are not a list": (
        "values:",
        "not_modelled: nothing\nvalues:",
        "not_modelled",
        "a list of sentences",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_file_key_and_expected_form(mistake: str) -> None:
    good, bad, key, expected = MISTAKES[mistake]
    assert good in GOOD
    with pytest.raises(ParameterError) as refused:
        read(GOOD.replace(good, bad, 1))
    assert str(refused.value).startswith("criteria/hours.yaml: ")
    assert key in refused.value.key
    assert expected in refused.value.expected


def test_a_key_given_twice_is_refused_with_its_line() -> None:
    twice = GOOD + "  2021:\n    repealed: true\n    cite: {source: S1, at: x}\n"
    with pytest.raises(ParameterError, match=r"2021 \(line 9\): expected each key only once"):
        read(twice)


def test_a_day_that_does_not_exist_is_refused() -> None:
    by_day = GOOD.replace("graduating_class", "test_date").replace("2021:", "2023-02-30:")
    with pytest.raises(ParameterError, match="a day of the calendar"):
        read(by_day)


def test_a_year_for_a_test_day_is_refused() -> None:
    with pytest.raises(ParameterError, match="a day such as 2023-02-15"):
        read(GOOD.replace("graduating_class", "test_date"))


def test_broken_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(ParameterError, match="line 2: expected valid YAML"):
        read("title: [\nclock: }\n")


def test_a_repeal_must_say_true() -> None:
    entry = "  2030:\n    repealed: 1\n    cite: {source: S1, at: x}\n"
    with pytest.raises(ParameterError, match=r"values\.2030\.repealed: expected true"):
        read(GOOD + entry)


def test_a_table_with_another_key_is_refused() -> None:
    with pytest.raises(ParameterError, match="exactly the keys hours"):
        record_builder(Hours, "criteria/hours.yaml")({"hours": 3, "credits": 1})


def test_a_table_with_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"value\.hours: expected a number"):
        record_builder(Hours, "criteria/hours.yaml")({"hours": "three"})
    with pytest.raises(ParameterError, match=r"value\.grades: expected a list of whole numbers"):
        record_builder(CollegePrep, "x.yaml")({"grades": ["11"], "approved_list": True})
    with pytest.raises(ParameterError, match=r"value\.approved_list: expected true or false"):
        record_builder(CollegePrep, "x.yaml")({"grades": [], "approved_list": 1})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S1: {title: A letter}\n", "all of title, url"),
        ("S1: {title: A letter, url: example.org}\n", "begins with https"),
        ("S1: {title: A, url: null}\nS1: {title: B, url: null}\n", "each key only once"),
    ],
)
def test_a_mistake_in_the_sources_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ParameterError, match=expected):
        read_sources(path)
