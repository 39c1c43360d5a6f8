"""The order by name and the groups are remembered as ids, and never longer than they are true."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest

from careercraft.models import Student
from careercraft.privacy.identity import open_identity, seal_identity
from careercraft.services.class_notes import Memory, Noted, noted
from careercraft.services.context import Desk
from careercraft.services.rosters import RosterQuery, remembered, roster, students_of
from careercraft.services.rosters.conditions import Scope
from tests.conftest import QueryCount
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, PEOPLE, seniors

ALL = Scope(None, CLASS)
"""The class at every campus of the district."""
CountQueries = Callable[[], AbstractContextManager[QueryCount]]
IN_ORDER = ["Rosa", "Eli", "Abel", "Bea", "Cam", "Dee"]
"""Ibarra, Ibarra-Soto, Nuñez, Ortiz, Pruitt, Quiroz."""


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict, memory: Memory) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """A memory of this test's own."""
    own = Memory(4)
    monkeypatch.setattr(remembered, "memory", own)
    return own


def renamed(desk: Desk, student_id: UUID, last_name: str) -> None:
    student = desk.session.get_one(Student, student_id)
    identity = open_identity(desk.keys, student)._replace(last_name=last_name)
    student.identity_sealed = seal_identity(desk.keys, student_id, identity)
    desk.session.commit()


def in_order(desk: Desk) -> list[str]:
    return [row.name.partition(", ")[2] for row in roster(desk, RosterQuery(CLASS)).rows]


def test_a_class_stands_by_name_when_its_order_is_new_and_when_it_is_remembered(
    desk: Desk, ids: dict[str, UUID]
) -> None:
    assert in_order(desk) == IN_ORDER
    assert in_order(desk) == IN_ORDER


def test_the_database_and_the_read_rows_give_the_same_fingerprint(
    desk: Desk, ids: dict[str, UUID]
) -> None:
    for columns in (remembered.NAMES, remembered.RECORDS):
        rows = list(remembered._sealed(desk, ALL, *columns))
        assert len(rows) == len(PEOPLE)
        assert remembered._mark(desk, ALL, *columns) == remembered._mark_of(rows)


def test_a_class_of_nobody_has_a_fingerprint_too(desk: Desk, memory: Memory) -> None:
    nobody = Scope(None, 1999)
    assert remembered._mark(desk, nobody, *remembered.NAMES) == remembered._mark_of([])
    assert remembered.places_by_name(noted(desk), nobody) == {}


def test_what_is_remembered_needs_no_second_reading(
    desk: Desk, ids: dict[str, UUID], count_queries: CountQueries
) -> None:
    with count_queries() as first:
        remembered.places_by_name(Noted(desk, None), ALL)
    with count_queries() as second:
        remembered.places_by_name(Noted(desk, None), ALL)
    assert second.count == 1 < first.count


def test_whoever_is_renamed_stands_at_the_new_place_at_once(
    desk: Desk, ids: dict[str, UUID]
) -> None:
    in_order(desk)
    renamed(desk, ids["Rosa"], "Zavala")
    assert in_order(desk) == [*IN_ORDER[1:], "Rosa"]


def test_whoever_is_removed_is_no_longer_among_those_of_a_group(
    desk: Desk, ids: dict[str, UUID]
) -> None:
    sped = RosterQuery(CLASS, group="sped")
    assert students_of(desk, sped) == {ids["Rosa"], ids["Dee"]}
    desk.session.get_one(Student, ids["Dee"]).status = "withdrawn"
    desk.session.commit()
    assert students_of(desk, sped) == {ids["Rosa"]}


def test_two_groups_list_whoever_is_in_both(desk: Desk, ids: dict[str, UUID]) -> None:
    assert students_of(desk, RosterQuery(CLASS, group="sped", program="echs")) == frozenset()


def test_no_name_is_remembered(desk: Desk, ids: dict[str, UUID], memory: Memory) -> None:
    roster(desk, RosterQuery(CLASS, group="sped", search="ibarra"))
    assert len(memory._kept) == 4  # each under its fingerprint and under the mark
    told = repr(memory._kept).casefold()
    assert str(ids["Rosa"]) in told
    assert [name for name, (last, *_) in PEOPLE.items() if last.casefold() in told] == []


def test_a_search_is_not_remembered(desk: Desk, ids: dict[str, UUID], memory: Memory) -> None:
    found = remembered.left_by_sealed_records(noted(desk), ALL, RosterQuery(CLASS, search="ibarra"))
    assert found == {str(ids["Rosa"]), str(ids["Eli"])}
    assert not memory._kept


def test_a_full_memory_lets_go_of_what_was_asked_for_longest_ago() -> None:
    memory: Any = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    assert memory.get("a") == 1
    memory.keep("c", 3)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)
