"""The state's list beside ours: who agrees, who differs, why, and what was decided."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from careercraft.models import BonusDecision, BonusListRow
from careercraft.privacy.access import NotFound
from careercraft.services.bonus import comparing, state_lists
from careercraft.services.bonus.causes import Cause
from careercraft.services.bonus.comparing import Comparison, Difference, compare
from careercraft.services.bonus.state_lists import BadList, SourceFile
from careercraft.services.bonus.student_files import difference_file
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.seed import SmallDistrict
from tests.services.bonus.graduating import BY_COLLEGE, CLASS, graduate
from tests.services.uploads import applied, sat, silent

HEAD = "TX_UNIQUE_ID,LAST NAME,FIRST NAME,ECON DIS,SPED,CCMR OB MET,COLLEGE READY,CAREER READY"
IDS = {name: f"012345670{n}" for n, name in enumerate(("Ann", "Ben", "Cy", "Dot", "Eve", "Flo"))}


def loaded(desk: Desk, *rows: str, edition: str = "final") -> UUID:
    content = "\n".join([HEAD, *rows]).encode()
    list_id = state_lists.upload(desk, CLASS, edition, [SourceFile("list.csv", content)])
    columns = dict(state_lists.preview(desk, list_id).columns)
    state_lists.map_columns(desk, list_id, columns)
    state_lists.ask_to_load(desk, list_id)
    state_lists.load(desk, list_id, silent)
    return list_id


def row(name: str, met: int, *, poor: str = "1", sped: str = "0", career: int = 0) -> str:
    return f"{IDS.get(name, '0999999999')},Ibarra,{name},{poor},{sped},{met},{met},{career}"


@pytest.fixture
def class_of_2025(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    """Ann agrees; Ben is unknown with us; Cy met with us; Dot in the other group; Eve left."""
    people = {
        "Ann": {"state": "met", "paths": BY_COLLEGE},
        "Ben": {"state": "not_met"},
        "Cy": {"state": "met", "paths": BY_COLLEGE},
        "Dot": {"state": "not_met", "poor": False},
        "Eve": {"state": "met", "status": "withdrawn"},
        "Flo": {"state": "not_met", "class_of": 2026},
    }
    ids = {
        name: graduate(desk, district.north, name, state_unique_id=IDS[name], **values)
        for name, values in people.items()
    }
    desk.session.commit()
    return ids


ROWS = (
    row("Ann", 1),
    row("Ben", 1),
    row("Dot", 0),
    row("Eve", 1),
    row("Flo", 1),
    row("Zed", 1),
)


def causes(found: Comparison) -> dict[str, Cause]:
    return {one.name.partition(", ")[2]: one.cause for one in found.differences}


def only(found: Comparison) -> Difference:
    (one,) = found.differences
    return one


def test_each_difference_has_its_cause_and_who_agrees_is_counted(
    desk: Desk, class_of_2025: dict[str, UUID]
) -> None:
    found = compare(desk, loaded(desk, *ROWS))
    assert causes(found) == {
        "Zed": Cause.NOT_IN_OUR_RECORDS,
        "Flo": Cause.OTHER_CLASS,
        "Eve": Cause.LEFT_US,
        "Cy": Cause.NOT_ON_THEIR_LIST,
        "Ben": Cause.TEST_WE_LACK,
        "Dot": Cause.GROUP_ECONOMIC,
    }
    assert (found.agreed, found.total_differences) == (1, 6)
    assert [one.students for one in found.causes] == [1] * 6


def test_a_student_with_the_scores_lacks_only_the_enrollment(
    desk: Desk, district: SmallDistrict
) -> None:
    graduate(desk, district.north, "Ben", state="unknown", state_unique_id=IDS["Ben"])
    desk.session.commit()
    score = {"state_id": IDS["Ben"], "date": "2024-10-05", "ebrw": 500, "math": 540}
    applied(desk, sat([score]))
    assert only(compare(desk, loaded(desk, row("Ben", 1)))).cause is Cause.ENROLLMENT_WE_LACK


def test_without_the_last_point_it_is_a_test_that_we_lack(
    desk: Desk, district: SmallDistrict
) -> None:
    graduate(desk, district.north, "Ben", state="not_met", state_unique_id=IDS["Ben"])
    desk.session.commit()
    score = {"state_id": IDS["Ben"], "date": "2024-10-05", "ebrw": 500, "math": 520}
    applied(desk, sat([score]))
    assert only(compare(desk, loaded(desk, row("Ben", 1)))).cause is Cause.TEST_WE_LACK


def test_the_totals_stand_beside_each_other_by_group(
    desk: Desk, class_of_2025: dict[str, UUID]
) -> None:
    groups = {one.group: one for one in compare(desk, loaded(desk, *ROWS)).groups}
    assert groups["economically_disadvantaged"].ours == (3, 2, 5000)
    assert groups["economically_disadvantaged"].theirs == (6, 5, 20000)
    assert groups["not_economically_disadvantaged"].ours == (1, 0, 0)
    assert groups["all"].ours == (4, 2, 5000)
    assert groups["all"].theirs == (6, 5, 20000)


def test_a_group_that_the_list_does_not_name_is_not_made_up(
    desk: Desk, class_of_2025: dict[str, UUID]
) -> None:
    found = compare(desk, loaded(desk, row("Ann", 1, sped="")))
    groups = {one.group: one for one in found.groups}
    assert groups["special_education"].theirs is None


def test_one_cause_can_be_looked_at_alone(desk: Desk, class_of_2025: dict[str, UUID]) -> None:
    found = compare(desk, loaded(desk, *ROWS), Cause.LEFT_US)
    assert only(found).name == "Ibarra, Eve"
    assert found.total_differences == 6


def test_a_list_that_is_not_loaded_is_not_compared(desk: Desk) -> None:
    content = f"{HEAD}\n{row('Ann', 1)}".encode()
    list_id = state_lists.upload(desk, CLASS, "final", [SourceFile("a.csv", content)])
    with pytest.raises(BadList):
        compare(desk, list_id)


def test_a_decision_is_noted_with_who_and_the_newest_holds(
    desk: Desk, class_of_2025: dict[str, UUID]
) -> None:
    list_id = loaded(desk, *ROWS)
    comparing.decide(desk, list_id, class_of_2025["Ben"], "theirs", "Rosa sent the score report")
    later = desk._replace(now=desk.now + timedelta(minutes=1))
    comparing.decide(later, list_id, class_of_2025["Ben"], "ours")
    found = compare(desk, list_id)
    decided = next(one for one in found.differences if one.decision)
    assert decided.decision is not None
    assert (decided.decision.decision, decided.decision.note) == ("ours", "")
    assert decided.decision.decided_by == "District Director"
    assert found.decided == 1
    notes = [row.note_sealed for row in desk.session.scalars(select(BonusDecision))]
    assert not any(b"Rosa" in (note or b"") for note in notes)


def test_a_row_without_a_student_can_be_decided_too(
    desk: Desk, class_of_2025: dict[str, UUID]
) -> None:
    list_id = loaded(desk, row("Zed", 1))
    stranger = desk.session.scalars(select(BonusListRow).where(BonusListRow.list_id == list_id))
    comparing.decide(desk, list_id, stranger.one().id, "wait", "asked the registrar")
    zed = next(one for one in compare(desk, list_id).differences if one.student_id is None)
    assert zed.decision is not None
    assert zed.decision.note == "asked the registrar"


def test_what_cannot_be_decided_is_refused(desk: Desk, class_of_2025: dict[str, UUID]) -> None:
    list_id = loaded(desk, row("Zed", 1))
    other = loaded(desk, row("Zed", 1), edition="early")
    theirs = desk.session.scalars(select(BonusListRow).where(BonusListRow.list_id == other)).one()
    for about in (uuid4(), theirs.id):
        with pytest.raises(NotFound):
            comparing.decide(desk, list_id, about, "ours")
    with pytest.raises(BadList):
        comparing.decide(desk, list_id, class_of_2025["Ben"], "perhaps")
    with pytest.raises(BadList):
        comparing.decide(desk, list_id, class_of_2025["Ben"], "ours", "x" * 501)


def test_the_file_of_the_differences_tells_cause_and_decision(
    desk: Desk, class_of_2025: dict[str, UUID]
) -> None:
    list_id = loaded(desk, *ROWS)
    comparing.decide(desk, list_id, class_of_2025["Ben"], "theirs", "=HYPERLINK(1)")
    text = difference_file(desk, list_id, None, "csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    ben = next(line for line in rows if line[:1] == ["Ibarra, Ben"])
    assert ben[3:6] == ["Not met", "Met", "Test score we lack"]
    assert ben[8] == "'=HYPERLINK(1)"
    cy = next(line for line in rows if line[:1] == ["Ibarra, Cy"])
    assert cy[4] == "Not on the list"


def test_a_list_of_any_length_costs_the_same_queries(
    desk: Desk,
    class_of_2025: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    list_id = loaded(desk, *ROWS)
    with count_queries() as counted:
        compare(desk, list_id)
    assert counted.count <= 18
