"""A state list on its way: uploaded, mapped, loaded, replaced, undone, discarded."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from careercraft.imports.rows import FileRefused
from careercraft.models import BonusListRow, Evidence, Outcome
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.services.bonus import list_rows, mappings, state_lists
from careercraft.services.bonus.state_lists import BadList, SourceFile
from careercraft.services.context import Desk
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import silent

CLASS = 2025
HEAD = "STUDENT KEY,NAME L,NAME F,BORN,OB"
COLUMNS = {
    "state_unique_id": "STUDENT KEY",
    "last_name": "NAME L",
    "first_name": "NAME F",
    "birth_date": "BORN",
    "met": "OB",
}
ROSA = "0123456789,Ibarra,Rosa,09/14/2008,1"
ABEL = "0123456780,Nunez,Abel,09/14/2008,0"
STRANGER = "0999999999,Ibarra,Rosalia,01/02/2007,1"


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict) -> UUID:
    return student(desk, district, "Rosa", "Ibarra", "0123456789")


def student(desk: Desk, district: SmallDistrict, first: str, last: str, state_id: str) -> UUID:
    added = add_student(
        desk.session,
        desk.keys,
        district.north,
        first_name=first,
        last_name=last,
        class_of=CLASS,
        state_unique_id=state_id,
    )
    desk.session.commit()
    return added.id


def file(*rows: str, name: str = "list.csv") -> SourceFile:
    return SourceFile(name, "\n".join([HEAD, *rows]).encode())


def uploaded(desk: Desk, *rows: str, edition: str = "final") -> UUID:
    return state_lists.upload(desk, CLASS, edition, [file(*rows)])


def loaded(desk: Desk, *rows: str, edition: str = "final", keep_as: str = "") -> UUID:
    list_id = uploaded(desk, *rows, edition=edition)
    state_lists.map_columns(desk, list_id, COLUMNS, keep_as)
    state_lists.ask_to_load(desk, list_id)
    state_lists.load(desk, list_id, silent)
    return list_id


def state_of(desk: Desk, list_id: UUID) -> str:
    return state_lists.summary(desk, list_id).state


def rows_of(desk: Desk, list_id: UUID) -> list[BonusListRow]:
    query = select(BonusListRow).where(BonusListRow.list_id == list_id).order_by(BonusListRow.line)
    return list(desk.session.scalars(query))


def test_heads_that_say_nothing_leave_the_mapping_to_the_person(desk: Desk) -> None:
    shown = state_lists.preview(desk, uploaded(desk, ROSA))
    assert shown.heads == tuple(HEAD.split(","))
    assert len(shown.lacks) >= 1
    assert shown.rows == []


def test_the_first_rows_are_shown_as_they_would_be_read_before_anything_is_loaded(
    desk: Desk,
) -> None:
    list_id = uploaded(desk, ROSA, ABEL)
    state_lists.map_columns(desk, list_id, COLUMNS)
    shown = state_lists.preview(desk, list_id)
    assert [(row.person.first_name, row.met) for row in shown.rows] == [
        ("Rosa", True),
        ("Abel", False),
    ]
    assert rows_of(desk, list_id) == []
    assert state_of(desk, list_id) == "mapped"


def test_a_mapping_kept_under_a_name_is_proposed_for_the_next_list(desk: Desk, rosa: UUID) -> None:
    loaded(desk, ROSA, keep_as="TEA final 2025")
    shown = state_lists.preview(desk, uploaded(desk, ROSA, edition="early"))
    assert shown.columns == COLUMNS
    assert shown.used == mappings.Mapping("TEA final 2025", COLUMNS)
    assert [row.person.first_name for row in shown.rows] == ["Rosa"]


def test_a_mapping_kept_again_under_its_name_replaces_the_first(desk: Desk) -> None:
    list_id = uploaded(desk, ROSA)
    state_lists.map_columns(desk, list_id, COLUMNS, "TEA")
    fewer = {"state_unique_id": "STUDENT KEY", "met": "OB"}
    state_lists.map_columns(desk, list_id, fewer, "TEA")
    assert mappings.kept(desk) == [mappings.Mapping("TEA", fewer)]


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"met": "OB"},
        {"state_unique_id": "STUDENT KEY"},
        {"state_unique_id": "STUDENT KEY", "met": "STUDENT KEY"},
        {**COLUMNS, "met": "no such column"},
        {**COLUMNS, "grade": "OB"},
    ],
)
def test_a_mapping_that_cannot_work_is_refused(desk: Desk, columns: dict[str, str]) -> None:
    list_id = uploaded(desk, ROSA)
    with pytest.raises(BadList) as refused:
        state_lists.map_columns(desk, list_id, columns)
    assert refused.value.sentences
    assert state_of(desk, list_id) == "uploaded"


def test_every_row_finds_its_fate(desk: Desk, rosa: UUID) -> None:
    list_id = loaded(desk, ROSA, STRANGER, "x,,,30/30/2008,1", "0123456780,,,,?", ROSA)
    assert [row.fate for row in rows_of(desk, list_id)] == [
        "matched",
        "unmatched",
        "refused",
        "refused",
        "ambiguous",
    ]
    assert rows_of(desk, list_id)[0].student_id == rosa
    counts = state_lists.summary(desk, list_id).counts
    assert counts == {"rows": 5, "matched": 1, "unmatched": 1, "refused": 2, "ambiguous": 1}


def test_a_list_is_no_evidence_and_changes_no_outcome(desk: Desk, rosa: UUID) -> None:
    loaded(desk, ROSA)
    assert desk.session.scalars(select(Evidence)).all() == []
    assert desk.session.scalars(select(Outcome)).all() == []


def test_what_a_row_says_is_sealed(desk: Desk, rosa: UUID) -> None:
    (row,) = rows_of(desk, loaded(desk, ROSA))
    assert b"Ibarra" not in row.row_sealed
    assert list_rows.opened(desk, row)["says"] == {"met": True}


def test_a_newer_list_of_the_same_kind_takes_the_place_and_undoing_gives_it_back(
    desk: Desk, rosa: UUID
) -> None:
    first, early = loaded(desk, ROSA), loaded(desk, ROSA, edition="early")
    second = loaded(desk, ROSA, ABEL)
    assert [state_of(desk, one) for one in (first, early, second)] == [
        "replaced",
        "loaded",
        "loaded",
    ]
    state_lists.undo(desk, second)
    assert [state_of(desk, one) for one in (first, second)] == ["loaded", "undone"]


def test_a_discarded_list_is_gone_with_its_file_and_its_rows(desk: Desk, rosa: UUID) -> None:
    list_id = loaded(desk, ROSA)
    with pytest.raises(BadList):
        state_lists.discard(desk, list_id)
    state_lists.undo(desk, list_id)
    assert state_lists.discard(desk, list_id) == CLASS
    assert rows_of(desk, list_id) == []
    assert state_lists.summaries(desk) == []
    with pytest.raises(NotFound):
        state_lists.summary(desk, list_id)


def test_a_step_out_of_turn_is_refused(desk: Desk, rosa: UUID) -> None:
    list_id = uploaded(desk, ROSA)
    for step in (state_lists.ask_to_load, state_lists.undo):
        with pytest.raises(BadList, match="like this"):
            step(desk, list_id)
    with pytest.raises(BadList):
        state_lists.load(desk, list_id, silent)


def test_a_loading_that_failed_can_be_begun_again(desk: Desk, rosa: UUID) -> None:
    list_id = uploaded(desk, ROSA)
    state_lists.map_columns(desk, list_id, COLUMNS)
    state_lists.ask_to_load(desk, list_id)
    state_lists.note_failure(desk, list_id)
    state_lists.ask_to_load(desk, list_id)
    state_lists.load(desk, list_id, silent)
    assert state_of(desk, list_id) == "loaded"


def test_a_list_is_of_a_class_that_earns_a_bonus(desk: Desk) -> None:
    with pytest.raises(NotFound):
        state_lists.upload(desk, 2017, "final", [file(ROSA)])


def test_a_list_says_its_edition(desk: Desk) -> None:
    with pytest.raises(BadList):
        state_lists.upload(desk, CLASS, "last", [file(ROSA)])


@pytest.mark.parametrize(
    "files", [[], [SourceFile("a.csv", b"")], [file(ROSA), file(ROSA)]], ids=["no", "empty", "two"]
)
def test_one_file_is_expected(desk: Desk, files: list[SourceFile]) -> None:
    with pytest.raises(FileRefused):
        state_lists.upload(desk, CLASS, "final", files)


# Rows that wait for a decision


def test_a_waiting_row_shows_who_might_be_meant(desk: Desk, rosa: UUID) -> None:
    student_row = "0777777777,Ibarra,Rosa,,1"
    shown = list_rows.waiting(desk, loaded(desk, student_row, "x,,,,?"))
    (row,) = shown.rows
    assert (row.name, row.met, row.line) == ("Ibarra, Rosa", True, 2)
    assert [one.id for one in row.candidates] == [rosa]
    assert "No student" in row.reason
    (refused,) = shown.refused
    assert refused.line == 3
    assert "Met or Not met" in refused.sentences[0]


def test_a_decision_matches_the_row_and_can_be_taken_back(desk: Desk, rosa: UUID) -> None:
    list_id = loaded(desk, STRANGER)
    (row,) = rows_of(desk, list_id)
    list_rows.decide(desk, list_id, row.id, rosa)
    assert (row.fate, row.student_id) == ("matched", rosa)
    assert state_lists.summary(desk, list_id).counts == {"rows": 1, "matched": 1}
    list_rows.reopen(desk, list_id, row.id)
    assert (row.fate, row.student_id) == ("unmatched", None)
    list_rows.decide(desk, list_id, row.id, None)
    assert row.fate == "set_aside"


def test_a_student_stands_for_one_row_only(desk: Desk, rosa: UUID) -> None:
    list_id = loaded(desk, ROSA, STRANGER)
    with pytest.raises(BadList) as refused:
        list_rows.decide(desk, list_id, rows_of(desk, list_id)[1].id, rosa)
    assert "Line 2" in refused.value.sentences[0]


def test_a_row_that_the_ladder_matched_has_no_decision_to_take_back(desk: Desk, rosa: UUID) -> None:
    list_id = loaded(desk, ROSA)
    with pytest.raises(BadList):
        list_rows.reopen(desk, list_id, rows_of(desk, list_id)[0].id)


def test_a_row_of_another_list_is_not_found(desk: Desk, rosa: UUID) -> None:
    one, other = loaded(desk, STRANGER), loaded(desk, STRANGER, edition="early")
    with pytest.raises(NotFound):
        list_rows.decide(desk, one, rows_of(desk, other)[0].id, None)
    with pytest.raises(NotFound):
        list_rows.decide(desk, one, rows_of(desk, one)[0].id, uuid4())


def test_a_counselor_has_no_part_in_it(
    desk: Desk, district: SmallDistrict, rosa: UUID, desk_of: Callable[[Actor], Desk]
) -> None:
    list_id = loaded(desk, ROSA)
    with pytest.raises(NotAllowed):
        state_lists.preview(desk_of(district.counselor), list_id)


def test_another_district_does_not_find_it(
    desk: Desk, rosa: UUID, other_district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    list_id = loaded(desk, ROSA)
    theirs = desk_of(other_district.director)
    assert state_lists.summaries(theirs) == []
    with pytest.raises(NotFound):
        state_lists.preview(theirs, list_id)
