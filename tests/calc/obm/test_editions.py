"""The editions hold what was read, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from careercraft.calc.citations import Standing
from careercraft.calc.explain import LANGUAGES
from careercraft.calc.history import NoValueInForce
from careercraft.calc.obm import words
from careercraft.calc.obm.choices import NotAllowed, checked, settings, touching
from careercraft.calc.obm.editions import DOMAINS, NoSuchEdition, edition, editions
from careercraft.calc.obm.program import judge_program
from careercraft.calc.obm.targets import NotATarget, ToBeTyped, plain, target_from
from careercraft.calc.params.schema import load_yaml

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
