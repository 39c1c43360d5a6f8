"""Facts of a file beside what is on file."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.imports.rows import EvidenceItem, LineResult, Person, RowProblem, StudentItem
from careercraft.imports.stored import line_from, open_kept, open_row, plain_line, seal_row
from careercraft.privacy.keys import DistrictKeys, new_data_key
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services.context import Desk
from tests.imports.staging.steps import (
    ROSA,
    STATE_ID,
    codes,
    score,
    stage_lines,
)
from tests.seed import SmallDistrict, add_student

PAYLOADS = st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text())
ITEMS = st.builds(EvidenceItem, payload=PAYLOADS)
PROBLEMS = st.from_type(tuple[RowProblem, ...])
LINES = st.builds(
    LineResult,
    person=st.from_type(Person),
    items=st.lists(ITEMS).map(tuple),
    student=st.none() | st.from_type(StudentItem),
    problems=PROBLEMS,
    notes=PROBLEMS,
    file=st.text(),
)

pytestmark = pytest.mark.database


def test_a_new_fact_of_a_known_student_is_to_be_created(
    desk: Desk, district: SmallDistrict
) -> None:
    student = add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, (row,) = stage_lines(desk, LineResult(2, ROSA, (score(),)))
    assert (row["outcome"], row["rung"], row["student_id"]) == ("create", "state_id", student.id)
    assert (counts["create"], counts["items_create"]) == (1, 1)


def test_a_row_without_its_student_keeps_everything_and_says_why(desk: Desk) -> None:
    line = LineResult(2, ROSA, (score(),), None, (), (), "sat.csv")
    counts, (row,) = stage_lines(desk, line)
    assert (row["outcome"], row["match"]["reason"]) == ("unmatched", "nobody_found")
    assert line_from(row) == line
    assert counts["items_create"] == 0


def test_a_refused_row_and_a_row_that_says_nothing_are_told_apart(desk: Desk) -> None:
    problem = RowProblem("sat.csv", 2, "MATH", "900", "200 to 800.", "Correct it.", "out_of_range")
    counts, rows = stage_lines(
        desk,
        LineResult(2, ROSA, problems=(problem,)),
        LineResult(3, ROSA, notes=(problem._replace(code="no_scores"),)),
    )
    assert [row["outcome"] for row in rows] == ["refused", "empty"]
    assert codes(rows[0]["problems"]) == ["out_of_range"]
    assert (counts["refused"], counts["empty"]) == (1, 1)


def test_a_row_with_one_bad_part_keeps_its_good_part(desk: Desk, district: SmallDistrict) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    problem = RowProblem("ap.csv", 2, "Exam", "?", "A code.", "Correct it.", "unknown_code")
    _, (row,) = stage_lines(desk, LineResult(2, ROSA, (score(),), None, (problem,)))
    assert (row["outcome"], codes(row["problems"])) == ("create", ["unknown_code"])


def test_a_fact_that_stands_twice_in_a_file_counts_once(
    desk: Desk, district: SmallDistrict
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, rows = stage_lines(
        desk, LineResult(2, ROSA, (score(),)), LineResult(3, ROSA, (score(),))
    )
    assert (counts["items_create"], counts["items_same"]) == (1, 1)
    assert [row["items"][0]["repeated"] for row in rows] == [False, True]


def test_of_two_versions_of_a_fact_in_one_file_the_later_is_a_change(
    desk: Desk, district: SmallDistrict
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    _, rows = stage_lines(
        desk, LineResult(2, ROSA, (score(math=500),)), LineResult(3, ROSA, (score(math=520),))
    )
    assert [row["items"][0]["outcome"] for row in rows] == ["create", "change"]
    assert rows[1]["items"][0]["old"]["parts"] == {"math": 500}


def test_rows_keep_the_order_of_the_file_whatever_their_line_numbers(desk: Desk) -> None:
    lines = [LineResult(line, Person(local_id=str(line)), (score(),)) for line in (9, 2, 5, 2)]
    _, rows = stage_lines(desk, *lines)
    assert [row["line"] for row in rows] == [9, 2, 5, 2]


def test_what_a_row_says_survives_being_kept(item: StudentItem) -> None:
    problem = RowProblem("f", 2, None, None, "e", "n", "c")
    who = ROSA._replace(other_ids=("ap|1", "oneroster|2"))
    about = item._replace(race=("asian", "white"), graduated_on=date(2026, 5, 28))
    line = LineResult(2, who, (score(),), about, (problem,), (problem,), "roster.csv")
    assert line_from(plain_line(line)) == line


@settings(max_examples=100)
@given(line=LINES)
def test_any_row_is_the_same_again_whether_it_is_kept_whole_or_not(line: LineResult) -> None:
    keys = DistrictKeys(uuid4(), {1: new_data_key()}, new_data_key())
    row_id = uuid4()
    sealed = seal_row(keys, row_id, line, {})
    assert open_kept(keys, row_id, sealed) == (line, {})
    assert line_from(open_row(keys, row_id, sealed)) == line


def test_a_row_kept_before_plans_stood_by_themselves_still_opens(desk: Desk) -> None:
    line = LineResult(2, ROSA, (score(),), None, (), (), "sat.csv")
    old = plain_line(line) | {"changes": [], "reasons": [], "remarks": [], "match": {}}
    row_id = uuid4()
    sealed = seal_json(desk.keys, Place("import_rows", "row_sealed", row_id), old)
    assert open_row(desk.keys, row_id, sealed) == old
    assert open_kept(desk.keys, row_id, sealed) == (line, None)


def test_a_score_from_before_the_birth_on_file_is_refused_and_the_row_says_so(
    desk: Desk, district: SmallDistrict
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, (kept,) = stage_lines(desk, LineResult(2, ROSA, (score("2008-09-13"),)))
    assert (counts["refused"], counts["items_create"]) == (1, 0)
    assert kept["outcome"] == "refused"
    assert codes(kept["problems"]) == ["before_birth"]
    assert kept["problems"][0]["value"] == "2008-09-13"
