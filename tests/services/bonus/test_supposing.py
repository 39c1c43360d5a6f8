"""What is supposed moves graduates, thresholds and dollars exactly as counting would."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from careercraft.services.bonus.graduates import ECONOMIC, OTHER, SPECIAL, Graduate, counts
from careercraft.services.bonus.scenarios import Supposed
from careercraft.services.bonus.supposing import (
    CannotSuppose,
    Change,
    Outlook,
    expected,
    outlook,
    waiting,
)

CLASS = 2025


def person(
    state: str = "not_met", waits_for: str = "", *, poor: bool = True, special: bool = False
) -> Graduate:
    return Graduate(
        uuid4(), uuid4(), "North", "graduated", state, {}, waits_for, poor, special, None
    )


def people(met: int, others: int, *, poor: bool = True) -> list[Graduate]:
    return [
        *(person("met", poor=poor) for _ in range(met)),
        *(person(poor=poor) for _ in range(others)),
    ]


def told(everybody: list[Graduate], supposed: Supposed, rate: int | None = None) -> Outlook:
    return outlook(CLASS, everybody, supposed, rate=rate, rounding=None)


def of_group(found: Outlook, group: str) -> Change:
    return next(one for one in found.changes if one.group == group)


@pytest.mark.parametrize(
    ("met", "dollars", "short"), [(9, 0, 2), (10, 0, 1), (11, 0, 0), (12, 5000, 0)]
)
def test_the_next_graduate_earns_only_beyond_the_threshold(
    met: int, dollars: int, short: int
) -> None:
    everybody = people(met - 1, 100 - met + 1)
    marked = next(one.id for one in everybody if one.state != "met")
    change = of_group(told(everybody, Supposed(frozenset({marked}))), ECONOMIC)
    assert (change.met_before, change.met_after) == (met - 1, met)
    assert (change.minimum, change.short_after, change.dollars_after) == (11, short, dollars)


def test_marking_counts_in_every_group_of_the_student() -> None:
    both = person(special=True)
    found = told([*people(11, 88), both], Supposed(frozenset({both.id})))
    assert of_group(found, ECONOMIC).gained == 5000
    assert of_group(found, SPECIAL).gained == 4000
    assert (found.total_before, found.total_after, found.gained) == (0, 9000, 9000)


def test_marking_one_who_is_met_changes_nothing() -> None:
    everybody = people(12, 88)
    assert told(everybody, Supposed(frozenset({everybody[0].id}))).gained == 0


def test_so_many_more_without_saying_who() -> None:
    everybody = [*people(11, 89), *people(24, 76, poor=False)]
    found = told(everybody, Supposed(more={ECONOMIC: 3, OTHER: 2}))
    assert found.gained == 3 * 5000 + 2 * 3000
    assert of_group(found, OTHER).above_after == 2


@pytest.mark.parametrize("more", [-1, 90])
def test_more_than_do_not_meet_it_cannot_be_supposed(more: int) -> None:
    with pytest.raises(CannotSuppose, match="0 to 89") as refused:
        told(people(11, 89), Supposed(more={ECONOMIC: more}))
    assert refused.value.field == ECONOMIC


def test_exactly_all_others_can_be_supposed() -> None:
    assert of_group(told(people(11, 89), Supposed(more={ECONOMIC: 89})), ECONOMIC).met_after == 100


def test_more_in_special_education_are_among_the_other_two_groups() -> None:
    everybody = [*people(11, 80), *(person(special=True) for _ in range(9))]
    found = told(everybody, Supposed(more={ECONOMIC: 2, SPECIAL: 2}))
    assert found.gained == 2 * 5000 + 2 * 4000
    with pytest.raises(CannotSuppose) as refused:
        told(everybody, Supposed(more={ECONOMIC: 1, SPECIAL: 2}))
    assert refused.value.field == SPECIAL


def test_a_student_of_another_class_cannot_be_marked() -> None:
    with pytest.raises(CannotSuppose) as refused:
        told(people(1, 1), Supposed(frozenset({UUID(int=1)})))
    assert refused.value.field == "marked"


def hanging(number: int) -> list[Graduate]:
    return [person("unknown", "enrollment") for _ in range(number)]


@pytest.mark.parametrize(
    ("rate", "added"), [(None, 0), (0, 0), (4, 0), (5, 1), (14, 1), (15, 2), (50, 5), (100, 10)]
)
def test_a_rate_brings_its_share_of_those_who_hang_on_enrollment_halves_up(
    rate: int | None, added: int
) -> None:
    everybody = [*people(20, 70), *hanging(10)]
    groups = expected(counts(everybody), waiting(everybody), rate)
    assert (groups[ECONOMIC].met, groups[ECONOMIC].unknown) == (20 + added, 0)


def test_another_rate_moves_only_those_who_hang_on_enrollment() -> None:
    everybody = [*people(20, 70), *hanging(10)]
    found = told(everybody, Supposed(rate=80), rate=50)
    change = of_group(found, ECONOMIC)
    assert (change.met_before, change.met_after, change.gained) == (25, 28, 15000)


def test_a_marked_student_does_not_hang_on_enrollment_any_more() -> None:
    everybody = [*people(20, 79), *hanging(1)]
    found = told(everybody, Supposed(frozenset({everybody[-1].id})), rate=100)
    assert found.gained == 0


def test_a_class_without_students_comes_to_nothing() -> None:
    found = told([], Supposed())
    assert (found.total_before, found.total_after) == (0, 0)


def test_the_way_of_rounding_moves_the_threshold() -> None:
    everybody = people(12, 97)  # 11% of 109 are 11.99
    up = outlook(CLASS, everybody, Supposed(), rate=None, rounding="ceil")
    down = outlook(CLASS, everybody, Supposed(), rate=None, rounding="floor")
    assert (up.total_before, down.total_before) == (0, 5000)
