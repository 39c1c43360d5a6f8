"""The indicators: met first, then the closest, and those with nothing on file together."""

from __future__ import annotations

import pytest

from careercraft.calc import Level, State, StudentResult
from careercraft.documents.indicators import indicator_word, indicators, listed, met_indicators
from tests.calc.students import judged
from tests.documents import plans


def titles(result: StudentResult) -> list[str]:
    return [row.title for row in indicators(result, "en").rows]


def test_met_indicators_come_first_then_the_closest() -> None:
    result = judged(
        2027,
        {
            "scores": [plans.sat(540, 510)],
            "courses": [
                plans.dual_credit("ela", 3),
                {"kind": "onramps", "subject": "other", "hours": 2, "qualified": True},
            ],
        },
    )
    assert titles(result) == ["Dual credit", "TSI", "OnRamps"]


def test_unknown_indicators_come_last() -> None:
    states = [row.state for row in indicators(plans.FULLEST, "en").rows]
    assert states == sorted(states, key=[State.MET, State.NOT_MET, State.UNKNOWN].index)
    assert State.UNKNOWN in states


@pytest.mark.parametrize("name", plans.CASES)
def test_every_indicator_is_shown_once(name: str) -> None:
    result = plans.CASES[name]
    shown = indicators(result, "en")
    found = [row.title for row in shown.rows]
    found += [title for row in shown.alike for title in row.titles.split(", ")]
    assert sorted(found) == sorted(listed([id_], "en") for id_ in result.indicators)


def test_what_has_nothing_on_file_shares_a_row() -> None:
    alike = indicators(plans.MET, "en").alike
    assert [(row.state, row.word, row.reason) for row in alike] == [
        (State.NOT_MET, "Not met", "Nothing on file:"),
        (State.NOT_APPLICABLE, "Does not apply", "Not asked of this student or class:"),
    ]
    assert alike[0].titles.startswith("AP / IB, OnRamps, Associate degree")


def test_what_was_not_loaded_is_no_data_rather_than_not_met() -> None:
    alike = indicators(plans.NOTHING_LOADED, "en").alike[0]
    assert (alike.state, alike.word) == (State.UNKNOWN, "No data")
    assert "has not loaded" in alike.reason


def test_tsi_points_at_the_gates() -> None:
    met = indicators(plans.MET, "en").rows[0]
    near = indicators(plans.NEAR, "en").rows[0]
    assert (met.title, met.reason) == ("TSI", "Both subjects are met; see above.")
    assert (near.title, near.reason) == ("TSI", "Still open: Mathematics. See above.")


def test_other_reasons_are_those_of_the_rules() -> None:
    row = indicators(plans.NEAR, "en").rows[1]
    assert row.title == "Dual credit"
    assert "9 in all subjects together" in row.reason


@pytest.mark.parametrize(
    ("state", "level", "word"),
    [
        (State.MET, None, "Met"),
        (State.MET, Level.FOUNDATIONAL, "Foundational"),
        (State.MET, Level.UNKNOWN, "Met, level not known yet"),
        (State.NOT_MET, Level.NONE, "Not met"),
        (State.UNKNOWN, Level.UNKNOWN, "No data"),
    ],
)
def test_the_word_is_the_state_or_the_level(state: State, level: Level | None, word: str) -> None:
    assert indicator_word(state, level, "en") == word


def test_the_met_ones_are_listed_by_their_short_names() -> None:
    assert listed(met_indicators(plans.MET), "en") == "TSI, Dual credit"
    assert listed(met_indicators(plans.MET), "es") == "TSI, Crédito doble"
