"""What was counted of a roster is counted again only when something of the classes changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, text, update

from careercraft.models import Campus, Outcome, Student, User
from careercraft.privacy.access import Actor
from careercraft.privacy.identity import StaffIdentity, seal_staff
from careercraft.services import watch_lists
from careercraft.services.class_notes import Memory, noted
from careercraft.services.context import Desk
from careercraft.services.knowledge import known_now
from careercraft.services.rosters import SORTS, RosterQuery, count_each, kept, roster
from careercraft.services.rosters.kept import Order
from tests.conftest import QueryCount
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, PEOPLE, Classroom, add_unjudged, seniors

CountQueries = Callable[[], AbstractContextManager[QueryCount]]
PLAIN = RosterQuery(CLASS)
WATCHED = text("select tgrelid::regclass::text from pg_trigger where tgname = 'note_class_change'")
EVERY_FILTER = (
    *(PLAIN._replace(sort=sort) for sort in SORTS),
    PLAIN._replace(group="sped", program="echs", counselor_id=UUID(int=1)),
    PLAIN._replace(near="either", left="graduated", only_by="tier_3_ibc", indicator="tsi"),
    PLAIN._replace(at_least="advanced", bonus="met", state="met", campus_id=UUID(int=1)),
)


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    """A memory of this test's own."""
    own = Memory(8)
    monkeypatch.setattr(kept, "memory", own)
    yield own
    assert not any(last in repr(own._kept) for last, *_ in PEOPLE.values())


@pytest.fixture
def school(desk: Desk, district: SmallDistrict) -> Classroom:
    return Classroom(district, desk, seniors(desk, district))


def names(desk: Desk, query: RosterQuery = PLAIN) -> list[str]:
    return [row.name.partition(", ")[2] for row in roster(desk, query).rows]


def commit(desk: Desk, change: object) -> None:
    desk.session.execute(change)  # type: ignore[call-overload]
    desk.session.commit()


def test_a_roster_that_is_asked_for_again_is_not_counted_again(
    school: Classroom, count_queries: CountQueries
) -> None:
    with count_queries() as first:
        found = roster(school.desk, PLAIN)
    with count_queries() as second:
        again = roster(school.desk, PLAIN)
    assert again == found
    assert second.count <= first.count - 4


def test_every_page_and_choice_of_columns_of_a_list_is_counted_once(
    school: Classroom, memory: Memory
) -> None:
    roster(school.desk, PLAIN)
    kept_before = len(memory._kept)
    assert names(school.desk, PLAIN._replace(page=7, columns=("state",)))
    assert len(memory._kept) == kept_before


def test_another_order_is_another_list(school: Classroom) -> None:
    forwards = names(school.desk)
    assert names(school.desk, PLAIN._replace(descending=True)) == forwards[::-1]
    assert names(school.desk) == forwards


def test_whoever_comes_is_listed_and_counted_at_once(school: Classroom) -> None:
    assert count_each(school.desk, [PLAIN]) == [6]
    assert roster(school.desk, PLAIN).total == 6
    add_unjudged(school.desk, school.district)
    assert names(school.desk)[-1] == "Una"
    assert count_each(school.desk, [PLAIN]) == [7]


def test_an_outcome_that_is_judged_anew_counts_at_once(school: Classroom) -> None:
    assert roster(school.desk, PLAIN).counts["met"] == 3
    commit(school.desk, update(Outcome).values(state="not_met"))
    assert roster(school.desk, PLAIN).counts["met"] == 0


def test_a_campus_bears_its_new_name_at_once(school: Classroom) -> None:
    roster(school.desk, PLAIN)
    north = Campus.id == school.district.north.id
    commit(school.desk, update(Campus).where(north).values(name="Zavala High School"))
    labels = [one.label for one in roster(school.desk, PLAIN).campuses]
    assert labels == ["South High School", "Zavala High School"]


def test_a_list_by_counselor_follows_a_counselor_who_changes_the_name(school: Classroom) -> None:
    desk, ids = school.desk, school.ids
    director, by_counselor = school.district.director.user_id, PLAIN._replace(sort="counselor")
    commit(desk, update(Student).where(Student.id == ids["Eli"]).values(counselor_id=director))
    assert names(desk, by_counselor)[0] == "Rosa"
    assert director is not None
    rename_staff(desk, director, "Aaron Able")
    assert names(desk, by_counselor)[0] == "Eli"


def rename_staff(desk: Desk, user_id: UUID, name: str) -> None:
    user = desk.session.get_one(User, user_id)
    user.identity_sealed = seal_staff(desk.keys, user_id, StaffIdentity(name, "a@example.com"))
    desk.session.commit()


def test_nobody_is_answered_with_what_somebody_else_may_see(
    school: Classroom, desk_of: Callable[[Actor], Desk]
) -> None:
    counselor = desk_of(school.district.counselor)
    assert roster(school.desk, PLAIN).total == 6
    assert set(names(counselor)) == {"Rosa", "Abel", "Bea"}
    assert [one.label for one in roster(counselor, PLAIN).campuses] == ["North High School"]
    assert count_each(school.desk, [PLAIN]) == [6]
    assert count_each(counselor, [PLAIN]) == [3]
    assert roster(school.desk, PLAIN).total == 6


def test_what_a_list_or_a_search_decides_is_never_kept(school: Classroom, memory: Memory) -> None:
    ids = school.ids
    list_id = watch_lists.save_fixed(school.desk, "Ours", CLASS, [ids["Rosa"]])
    asked = PLAIN._replace(list_id=list_id)
    assert names(school.desk, asked) == ["Rosa"]
    watch_lists.add_students(school.desk, list_id, [ids["Eli"]])
    assert names(school.desk, asked) == ["Rosa", "Eli"]
    assert names(school.desk, PLAIN._replace(search="quiroz")) == ["Dee"]
    assert names(school.desk, PLAIN._replace(only=frozenset({ids["Abel"]}))) == ["Abel"]
    assert {key[2][0] for key in memory._kept} == {"held", "data through"}


def test_what_is_not_committed_yet_is_counted_but_not_kept(
    school: Classroom, desk_of: Callable[[Actor], Desk], memory: Memory
) -> None:
    other = desk_of(school.district.director)
    other.session.execute(update(Outcome).values(state="not_met"))
    assert count_each(other, [PLAIN._replace(state="met")]) == [0]
    assert not memory._kept
    other.session.rollback()
    assert count_each(other, [PLAIN._replace(state="met")]) == [3]


def test_an_order_gives_out_the_ids_of_a_page() -> None:
    ids = [UUID(int=one) for one in range(1, 6)]
    order = Order(b"".join(one.bytes for one in ids))
    assert order.part(slice(1, 3)) == ids[1:3]
    assert order.part(slice(None)) == ids
    assert order.part(slice(5, 9)) == []


def test_whatever_is_kept_is_counted_from_tables_whose_changes_are_noted(
    school: Classroom,
) -> None:
    asked: list[str] = []
    note = lambda *of: asked.append(of[2])  # noqa: E731 - the third is the statement
    watched = school.desk.session.execute(WATCHED).scalars().all()
    event.listen(Engine, "before_cursor_execute", note)
    try:
        at = noted(school.desk)
        for query in EVERY_FILTER:
            kept.listing_of(at, query, {UUID(int=2): "Anybody"})
            kept.total_of(at, query)
        kept.held(at)
        kept.data_through(at)
        known_now(school.desk)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    read = {name for one in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", one)}
    assert read - {"class_notes", "record_keys"} == set(watched)
