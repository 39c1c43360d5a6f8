"""The editions hold what was read, and nothing else."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.citations import Standing
from careercraft.calc.explain import LANGUAGES
from careercraft.calc.history import NoValueInForce
from careercraft.calc.obm import words
from careercraft.calc.obm.choices import NotAllowed, checked, settings, touching
from careercraft.calc.obm.editions import (
    DOMAINS,
    NoSuchEdition,
    Requirement,
    edition,
    editions,
    requirement_from,
)
from careercraft.calc.obm.program import judge_program
from careercraft.calc.obm.state_rate import newest_state_rate, state_rate
from careercraft.calc.obm.targets import NotATarget, ToBeTyped, plain, target_from
from careercraft.calc.obm.typed import AlreadyKnown, Typed, with_typed
from careercraft.calc.params import Rulebook
from careercraft.calc.params.schema import ParameterError, load_yaml

module = import_module("careercraft.calc.obm.editions")
PUBLISHED = load_yaml((Path(__file__).parent / "published.yaml").read_text("utf-8"), "published")
NAMES = {f"{one.model}_{one.name}".replace("-", "_"): one for one in editions()}
ROWS = [
    (id_, indicator, targets)
    for id_, table in PUBLISHED.items()
    for indicator, targets in table.items()
    if indicator not in ("levels", "binding_from")
]
EVERY = [edition(one.model, one.name) for one in editions()]


@pytest.mark.parametrize(("id_", "indicator", "targets"), ROWS)
def test_every_target_is_as_published(id_: str, indicator: str, targets: list[Any]) -> None:
    one = edition(NAMES[id_].model, NAMES[id_].name)
    assert list(one.levels) == PUBLISHED[id_]["levels"]
    assert [plain(target) for target in one.indicators[indicator].targets.values()] == targets


def test_no_indicator_stands_in_an_edition_that_is_not_in_its_table() -> None:
    for one in EVERY:
        if one.id in PUBLISHED:
            assert set(one.indicators) == set(PUBLISHED[one.id]) - {"levels", "binding_from"}


def test_the_edition_of_2023_decides_from_designation_year_2025_26_on() -> None:
    assert not edition("echs", "2023", 2025).terms.binding
    assert edition("echs", "2023", 2026).terms.binding
    assert edition("echs", "2023").terms.binding
    assert not edition("echs", "2020-21").terms.binding


def test_that_later_cycles_use_the_same_set_is_assumed() -> None:
    assert edition("echs", "2023", 2026).authority.standing is Standing.READ
    assert edition("echs", "2023", 2027).authority.standing is Standing.ASSUMED


def test_an_edition_that_has_ended_is_not_in_force() -> None:
    with pytest.raises(NoValueInForce):
        edition("echs", "2020-21", 2024)


def test_an_edition_of_no_model_names_those_there_are() -> None:
    with pytest.raises(NoSuchEdition, match="echs 2023"):
        edition("echs", "2031")


def test_the_targets_of_ptech_2023_are_all_to_be_typed_and_say_so() -> None:
    one = edition("ptech", "2023")
    targets = [t for indicator in one.indicators.values() for t in indicator.targets.values()]
    assert len(targets) == 34
    assert all(isinstance(target, ToBeTyped) for target in targets)
    assert one.blank
    assert {i.authority.standing for i in one.indicators.values()} == {Standing.ASSUMED}
    assert [e.id for e in EVERY if e.blank] == ["ptech_2023"]


def test_every_domain_asks_only_for_its_own_indicators() -> None:
    for one in EVERY:
        for domain in DOMAINS:
            own = {i.id for i in one.indicators.values() if i.domain == domain}
            asked = [i for r in one.domains[domain].requirements.values() for i in r.indicators]
            assert set(asked) <= own
            assert own


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_every_edition_has_words(language: str) -> None:
    for one in EVERY:
        assert words.model_name(one.model, language)
        for level in one.levels:
            assert words.level_name(one.id, level, language)
        for indicator in one.indicators.values():
            assert words.indicator_title(one.id, indicator.id, language)
            assert words.domain_title(indicator.domain, language)
            assert words.population(indicator.population, language)
            assert words.by_when(indicator.by, language)
            for target in indicator.targets.values():
                said = words.target_words(target, language)
                assert said
                assert "{" not in said
    for name, setting in settings().items():
        assert words.setting_question(name, language).endswith("?")
        assert all(words.setting_value(name, value, language) for value in setting.allowed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_of_a_result_has_words(language: str) -> None:
    for one in EVERY:
        for assumption in judge_program(one, 6, {}, counted_here=True).assumptions:
            question, answer = words.assumption_words(*assumption[:2], language)
            assert question.endswith("?")
            assert answer
    assert words.assumption_words("targets_typed_from", "our letter") == (
        "From which document were the targets typed?",
        "our letter",
    )


def test_a_target_in_words_says_its_kind() -> None:
    both = target_from(
        {"all": [{"at_least": 60, "of": "meets"}, {"at_least": 40, "of": "masters"}]}
    )
    assert words.target_words(both) == "60 percent Meets and 40 percent Masters"
    gap = target_from({"points_under_district_at_most": 25})
    assert words.target_words(gap) == "at most 25 points under the district"
    due = target_from({"at_least": 50, "by_year_of_implementation": 4})
    assert words.target_words(due) == "at least 50 percent, by year 4 of implementation"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "a target such as"),
        (30, "a target such as"),
        ("soon", "one of above_state"),
        ({"at_least": 101}, "a number from 0 to 100"),
        ({"at_least": True}, "a number from 0 to 100"),
        ({"at_least": 30, "of": 3}, "a word"),
        ({"at_least": 30, "by_year_of_implementation": 0}, "a year of implementation"),
        ({"all": []}, "a list of percents"),
        ({"all": {"at_least": 3}}, "a list"),
        ({"all": ["above_state"]}, "a list of percents"),
    ],
)
def test_what_is_not_a_target_is_refused(value: Any, expected: str) -> None:
    with pytest.raises(NotATarget, match=expected):
        target_from(value)


def test_every_default_is_allowed_and_every_measure_has_an_indicator() -> None:
    measures = {i.measure for one in EVERY for i in one.indicators.values()}
    assert len(settings()) >= 12
    for setting in settings().values():
        assert setting.default in setting.allowed
        assert set(setting.measures) <= measures
    assert {one.name for one in touching("graduation_rate")} >= {"state_gap_reading"}


def test_a_choice_that_is_not_offered_is_refused() -> None:
    with pytest.raises(NotAllowed, match="one of points, relative"):
        checked({"gap_reading": "about"})
    with pytest.raises(NotAllowed, match="only the settings"):
        checked({"luck": "good"})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, "a requirement with"),
        ({"all_of": []}, "all_of, or at_least"),
        ({"all_of": "ACC1"}, "a list of indicators"),
        ({"at_least": 1}, "all_of, or at_least"),
        ({"at_least": 3, "among": ["ACC1"]}, "from 1 to 1"),
        ({"among": ["ACC1"]}, "all_of, or at_least"),
        ({"luck": 1}, "a requirement with"),
    ],
)
def test_what_is_not_a_requirement_is_refused(value: Any, expected: str) -> None:
    with pytest.raises(NotATarget, match=expected):
        requirement_from(value)


MISTAKES = {
    "a target of no kind": ("at_least: 30", "at_most: 30", "value.targets.designated"),
    "a level too few": (", distinction: {at_least: 40}", "", "value"),
    "an unknown domain": ("domain: attainment", "domain: luck", "value"),
    "an unknown key": ("measure: college_hours", "meassure: college_hours", "value"),
}
GOOD = """
title: "Nine hours."
clock: school_year
unit: percent
values:
  2024:
    value:
      domain: attainment
      measure: college_hours
      with: {hours: 9}
      population: finished_grade_10
      by: end_of_grade_10
      targets: {designated: {at_least: 30}, distinction: {at_least: 40}}
    cite: {source: O1, at: "here"}
    standing: read
"""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_an_edition_is_refused_with_its_file(
    mistake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad, key = MISTAKES[mistake]
    assert good in GOOD
    (tmp_path / "obm" / "one").mkdir(parents=True)
    (tmp_path / "sources.yaml").write_text('O1: {title: "A page", url: null}\n')
    (tmp_path / "obm" / "one" / "ATT1.yaml").write_text(GOOD.replace(good, bad))
    monkeypatch.setattr(module, "rulebook", lambda: Rulebook(tmp_path))
    with pytest.raises(ParameterError) as refused:
        module._indicator("obm/one/ATT1", SchoolYear(2026), ("designated", "distinction"))
    assert (refused.value.file, refused.value.key) == ("obm/one/ATT1.yaml", key)


def test_a_mistake_in_a_domain_is_refused_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "obm" / "one").mkdir(parents=True)
    (tmp_path / "sources.yaml").write_text('O1: {title: "A page", url: null}\n')
    text = GOOD[: GOOD.index("      domain:")] + "      designated: {all_of: []}\n"
    text += GOOD[GOOD.index("    cite:") :]
    (tmp_path / "obm" / "one" / "access.yaml").write_text(text)
    monkeypatch.setattr(module, "rulebook", lambda: Rulebook(tmp_path))
    with pytest.raises(ParameterError, match="all_of, or at_least"):
        module._domain("obm/one/access", "access", SchoolYear(2026), ("designated",))


def test_the_states_rate_is_that_of_the_newest_class_on_file() -> None:
    assert state_rate(2025) is None
    newest = newest_state_rate(2026)
    assert newest is not None
    assert (newest[0], str(newest[1].value.percent)) == (2024, "90.7")
    assert newest_state_rate(2021) is None


def test_a_requirement_that_the_state_gives_is_not_typed_over() -> None:
    typed = Typed({}, {"access": {"designated": Requirement(all_of=("ACC1",))}}, "a letter")
    with pytest.raises(AlreadyKnown, match=r"access\.designated"):
        with_typed(edition("echs", "2023"), typed)
