"""Whatever value of the law is changed, some case notices it.

A new room of parameters is examined once it is named in ``ROOMS``, with the cases that rest on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fnmatch import fnmatchcase
from functools import cache, partial

import pytest

from careercraft.calc.params import FOLDER, rulebook, rules_for_class
from tests.calc import test_cases
from tests.calc.bonus import test_cases as test_bonus_cases
from tests.calc.bonus import test_district, test_student
from tests.calc.campus import (
    test_figures,
    test_groups,
    test_judge,
    test_limits,
    test_rates,
    test_tiered,
    test_what_if,
)
from tests.calc.mutation import Check, checks_in, is_noticed, mutations
from tests.calc.obm import test_tables
from tests.calc.ratings import test_district as test_average
from tests.calc.ratings import (
    test_domains,
    test_part_b,
    test_published_2022,
    test_scaling,
    test_years,
)


def of_students() -> list[Check]:
    cases = [param.values[0] for param in test_cases.all_cases()]
    return [partial(test_cases.test_the_case_is_judged_as_expected, case) for case in cases]


def of_campuses() -> list[Check]:
    scores = (test_scaling, test_domains, test_part_b, test_published_2022)
    ratings = checks_in(test_years, *scores)
    campuses = (test_figures, test_groups, test_judge, test_limits)
    districts = checks_in(test_average)
    return ratings + districts + checks_in(*campuses, test_rates, test_tiered, test_what_if)


def of_the_bonus() -> list[Check]:
    return checks_in(test_bonus_cases, test_district, test_student)


def of_the_programs() -> list[Check]:
    return checks_in(test_tables)


ROOMS: dict[str, Callable[[], list[Check]]] = {
    "accountability": cache(of_students),
    "criteria": cache(of_students),
    "tiered": cache(of_students),
    "ratings": cache(of_campuses),
    "bonus": cache(of_the_bonus),
    "obm": cache(of_the_programs),
}
"""The cases that have to notice a change of a room's values."""

STEPS = "completer", "concentrator", "level_2_course"
CHANGES_NOTHING = {
    "tiered/* 2030: begins -1": "the class of 2029 is judged by the other edition",
    **{
        f"criteria/program_step_{step} 2021: begins +1": "no class before 2024 asks for a step"
        for step in STEPS
    },
    "criteria/program_step_none 2021: [!b]*": "no step asks for nothing, whatever it would take",
    "criteria/sat 2016-03-05: begins *": "no class from 2021 on took it in high school",
    "criteria/act_composite 2023-02-15: begins +1": "the newer benchmark is in force by then",
    **{
        f"criteria/ibc_sunsetting {year}: incoming *": "without an outgoing list nothing comes in"
        for year in (2021, 2025, 2027, 2030)
    },
    "criteria/ibc_sunsetting 2025: begins +1": "the list that sunset does not count any more",
    "criteria/ibc_sunsetting 2027: begins +1": "the list that sunset does not count any more",
    "criteria/ibc_sunsetting 2030: begins *": "no list sunsets before it either",
    "criteria/ibc_* 2030: begins -1": "everything of the class of 2029 is an assumption",
    "ratings/*limit* 2023: begins -1": "the limit, its rounding and its uses begin together",
    "ratings/standard/overall_weights 2023: begins -1": "weights and limits begin together",
    "ratings/standard/overall_* 2028: begins +1": "weights and limits end together",
    "ratings/graduation_raw_step 2023: begins -1": "the graduation table of 2022 is not known",
    "ratings/district_overall 2023: begins -1": "the average of a district begins with it",
    "ratings/district_overall 2028: begins +1": "the average of a district ends with it",
    "bonus/fiscal_years_until_paid 2019: years *": "no threshold of the class of 2019 is known",
    "bonus/tenth_class_day_passed *": "it orders what is still open and decides nothing",
}
"""Changes that no student and no campus could ever notice, and why."""


def matters(name: str) -> bool:
    return not any(fnmatchcase(name, pattern) for pattern in CHANGES_NOTHING)


EXAMINED = sorted(name for name in rulebook().histories if name.split("/")[0] in ROOMS)


@pytest.mark.parametrize("parameter", EXAMINED)
def test_a_change_of_any_value_is_noticed_by_some_case(parameter: str) -> None:
    checks = ROOMS[parameter.split("/", maxsplit=1)[0]]()
    examined = list(mutations(parameter))
    assert examined
    assert checks
    unnoticed = [one.name for one in examined if matters(one.name) and not is_noticed(one, checks)]
    assert unnoticed == []


def test_every_case_holds_while_nothing_is_changed() -> None:
    for room, checks in ROOMS.items():
        assert len(checks()) > 20, room
        for check in checks():
            check()


def test_every_room_of_parameters_names_its_cases() -> None:
    rooms = {path.name for path in FOLDER.iterdir() if list(path.rglob("*.yaml"))}
    assert rooms == set(ROOMS), "name the cases of a new room in ROOMS"


def test_every_change_said_to_change_nothing_is_one_that_is_made() -> None:
    names = [one.name for parameter in EXAMINED for one in mutations(parameter)]
    assert len(names) > 500
    made = [pattern for pattern in CHANGES_NOTHING if any(fnmatchcase(n, pattern) for n in names)]
    assert made == list(CHANGES_NOTHING)


def test_a_change_that_no_case_looks_at_is_seen_as_unnoticed() -> None:
    change = next(mutations("criteria/sat"))
    assert not is_noticed(change, [lambda: None])
    assert is_noticed(change, [lambda: rules_for_class(2026).sat.at(date(2016, 3, 5))])
    assert rules_for_class(2026).sat.at(date(2016, 3, 5)).value.math
