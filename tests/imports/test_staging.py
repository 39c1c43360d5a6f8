from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from careercraft.imports.formats import format_by_id
from careercraft.imports.roster import class_of
from careercraft.imports.rows import EvidenceItem, LineResult, Person, RowProblem, StudentItem
from careercraft.imports.staging import stage
from careercraft.imports.stored import line_from, open_kept, open_row, plain_line, seal_row
from careercraft.models import ImportBatch, ImportRow
from careercraft.privacy.keys import DistrictKeys, new_data_key
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services import imports
from careercraft.services.context import Desk
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import applied, counted_statements, roster, sat, staged

TODAY = date(2026, 11, 16)
STATE_ID = "1234567890"
ROSA = Person(STATE_ID, "004411", "Ibarra", "Rosa", None, date(2008, 9, 14))

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


def score(day: str = "2025-10-04", math: int = 510, key: str = "SAT|a") -> EvidenceItem:
    payload: dict[str, object] = {"test": "SAT", "date": day, "parts": {"math": math}}
    return EvidenceItem("score", payload, key, "SAT")


def stage_lines(
    desk: Desk, *lines: LineResult, format_id: str = "college_board_sat"
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Stage some lines; returns the counts and each row as it was kept, with its columns."""
    batch_id = imports.upload(desk, [sat([])]).batch_id
    result = stage(
        desk.session, desk.keys, batch_id, lines, format_by_id(format_id), TODAY, lambda _: None
    )
    query = select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.id)
    kept = [
        open_row(desk.keys, row.id, row.row_sealed)
        | {"outcome": row.outcome, "rung": row.rung, "student_id": row.student_id}
        for row in desk.session.scalars(query)
    ]
    return result.counts, kept


def stage_roster(desk: Desk, *lines: LineResult) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return stage_lines(desk, *lines, format_id="careercraft_students")


def codes(remarks: list[dict[str, Any]]) -> list[str]:
    return [remark["code"] for remark in remarks]


@pytest.fixture
def item(district: SmallDistrict) -> StudentItem:
    """A roster row's say on a student of the north campus."""
    return StudentItem(campus_id=district.north.number, grade=12)


# Evidence


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


# Rosters


def test_an_unknown_student_is_to_be_created(desk: Desk, item: StudentItem) -> None:
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=item))
    assert (row["outcome"], row["student_id"]) == ("create", None)


def test_a_known_student_changes_only_where_the_file_says_something_else(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    student = add_student(
        desk.session, desk.keys, district.north, state_unique_id=STATE_ID, local_id="004411"
    )
    said = item._replace(campus_id=district.south.number, special_education=True)
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=said))
    assert (row["outcome"], row["student_id"]) == ("change", student.id)
    assert {change["field"]: (change["old"], change["new"]) for change in row["changes"]} == {
        "campus_id": ("North High School", "South High School"),
        "special_education": (None, True),
    }


def test_a_file_in_capitals_does_not_change_a_name(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    add_student(
        desk.session,
        desk.keys,
        district.north,
        last_name="Núñez",
        state_unique_id=STATE_ID,
        local_id="004411",
    )
    said = ROSA._replace(last_name="NUNEZ", first_name="ROSA")
    _, (row,) = stage_roster(desk, LineResult(2, said, student=item))
    assert row["outcome"] == "same"


@pytest.mark.parametrize(("grade", "outcome"), [(8, "empty"), (9, "create"), (10, "create")])
def test_students_are_kept_from_grade_nine_on(
    desk: Desk, item: StudentItem, grade: int, outcome: str
) -> None:
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=item._replace(grade=grade)))
    assert row["outcome"] == outcome


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"campus_id": "001902999"}, "campus_of_another_district"),
        ({"campus_id": None}, "campus_missing"),
        ({"grade": None}, "class_missing"),
        ({"grade": 13}, "class_missing"),
    ],
)
def test_a_student_who_cannot_be_placed_is_refused_with_what_to_do(
    desk: Desk, item: StudentItem, said: dict[str, Any], code: str
) -> None:
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=item._replace(**said)))
    assert (row["outcome"], codes(row["reasons"])) == ("refused", [code])
    assert "upload the file again" in row["reasons"][0]["next_step"]


def test_a_new_student_without_a_name_is_refused(desk: Desk, item: StudentItem) -> None:
    nameless = ROSA._replace(last_name=None)
    _, (row,) = stage_roster(desk, LineResult(2, nameless, student=item))
    assert (row["outcome"], codes(row["reasons"])) == ("refused", ["name_missing"])


def test_an_ambiguous_roster_row_creates_nobody(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for name in ("Rosa", "Ben"):
        add_student(desk.session, desk.keys, district.north, first_name=name, local_id="004411")
    person = ROSA._replace(state_unique_id=None)
    _, (row,) = stage_roster(desk, LineResult(2, person, student=item))
    assert (row["outcome"], row["match"]["reason"]) == ("ambiguous", "several_students")


def test_a_student_named_twice_is_created_once_and_the_later_row_counts(
    desk: Desk, item: StudentItem
) -> None:
    counts, rows = stage_roster(
        desk,
        LineResult(2, ROSA, student=item),
        LineResult(3, ROSA, student=item._replace(grade=11)),
    )
    assert [row["outcome"] for row in rows] == ["create", "change"]
    assert codes(rows[1]["remarks"]) == ["named_again"]
    assert counts["create"] == 1


def test_a_state_id_claimed_by_two_rows_is_given_to_one_student_only(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for name, local_id in (("Rosa", "1"), ("Ben", "2")):
        add_student(desk.session, desk.keys, district.north, first_name=name, local_id=local_id)
    claims = [
        Person(STATE_ID, "1", "Ibarra", "Rosa", None, date(2008, 9, 14)),
        Person(STATE_ID, "2", "Okafor", "Ben", None, date(2009, 1, 1)),
    ]
    _, rows = stage_roster(desk, *(LineResult(2, who, student=item) for who in claims))
    assert [row["outcome"] for row in rows] == ["change", "ambiguous"]


def test_a_counselor_is_found_by_email_and_an_unknown_one_is_only_noted(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID, local_id="1")
    email = next(iter(district.emails.values())).upper()
    who = ROSA._replace(local_id=None)
    _, (known,) = stage_roster(
        desk, LineResult(2, who, student=item._replace(counselor_email=email))
    )
    _, (unknown,) = stage_roster(
        desk, LineResult(2, who, student=item._replace(counselor_email="nobody@example.org"))
    )
    assert [change["field"] for change in known["changes"]] == ["counselor_id"]
    assert (unknown["outcome"], codes(unknown["remarks"])) == ("same", ["unknown_counselor"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"class_of": 2030, "grade_9_began_on": date(2022, 8, 15)}, 2030),
        ({"grade_9_began_on": date(2022, 8, 15)}, 2026),
        ({"grade": 12}, 2027),
        ({"grade": 9}, 2030),
    ],
)
def test_the_class_is_what_the_file_says_or_follows_from_grade_nine_or_the_grade(
    said: dict[str, Any], expected: int
) -> None:
    assert class_of(StudentItem(**said), TODAY) == expected


# Warnings


def unknown_and_known(unknown: int, known: int) -> list[LineResult]:
    nobody = Person(state_unique_id="9999999999")
    rows = [nobody] * unknown + [ROSA] * known
    return [LineResult(n, who, (score(),)) for n, who in enumerate(rows, 2)]


@pytest.mark.parametrize(
    ("unknown", "known", "warned"),
    [(1, 3, []), (2, 2, []), (3, 2, ["many_unmatched"]), (2, 1, []), (3, 1, ["many_unmatched"])],
)
def test_more_than_half_of_at_least_four_rows_unmatched_is_a_warning(
    desk: Desk, district: SmallDistrict, unknown: int, known: int, warned: list[str]
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, _ = stage_lines(desk, *unknown_and_known(unknown, known))
    assert codes(counts["warnings"]) == warned


@pytest.mark.parametrize(("refused", "warned"), [(2, []), (3, ["many_refused"])])
def test_more_than_half_of_the_rows_refused_is_a_warning(
    desk: Desk, district: SmallDistrict, refused: int, warned: list[str]
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    problem = RowProblem("f", 2, None, None, "e", "n", "c")
    bad = [LineResult(2, ROSA, problems=(problem,))] * refused
    counts, _ = stage_lines(desk, *bad, *unknown_and_known(0, 4 - refused))
    assert codes(counts["warnings"]) == warned


@pytest.mark.parametrize(
    ("day", "warned"),
    [("2026-11-15", []), ("2026-11-16", []), ("2026-11-17", ["future_dates"])],
)
def test_a_date_after_today_is_a_warning(desk: Desk, day: str, warned: list[str]) -> None:
    counts, _ = stage_lines(desk, LineResult(2, ROSA, (score(day),)))
    assert codes(counts["warnings"]) == warned


@pytest.mark.parametrize(("named", "warned"), [(3, []), (2, []), (1, ["students_missing"])])
def test_a_roster_without_more_than_half_of_a_campus_is_a_warning(
    desk: Desk, district: SmallDistrict, item: StudentItem, named: int, warned: list[str]
) -> None:
    for number in range(4):
        add_student(desk.session, desk.keys, district.north, local_id=f"10{number}")
    lines = [
        LineResult(n, Person(local_id=f"10{n}", last_name="Ibarra"), student=item)
        for n in range(named)
    ]
    counts, _ = stage_roster(desk, *lines)
    assert codes(counts["warnings"]) == warned


def test_a_roster_of_one_campus_says_nothing_about_the_others(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for number in range(4):
        add_student(desk.session, desk.keys, district.south, local_id=f"10{number}")
    counts, _ = stage_roster(desk, LineResult(2, ROSA, student=item))
    assert counts["warnings"] == []


def test_a_roster_of_several_campuses_that_leaves_one_out_is_a_warning(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for number in range(4):
        add_student(desk.session, desk.keys, district.south, local_id=f"10{number}")
    moved = Person(local_id="100", last_name="Ibarra")
    counts, _ = stage_roster(
        desk, LineResult(2, ROSA, student=item), LineResult(3, moved, student=item)
    )
    assert codes(counts["warnings"]) == ["students_missing"]
    assert (counts["warnings"][0]["number"], counts["warnings"][0]["total"]) == (3, 4)


# What a batch covers


def test_a_vendors_file_brings_every_kind_it_can_hold(desk: Desk, district: SmallDistrict) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, _ = stage_lines(desk, LineResult(2, ROSA, (score(),)), format_id="accuplacer_tsia")
    assert counts["covers"] == ["TSIA1", "TSIA2"]


def test_a_template_brings_only_the_kinds_in_rows_that_found_their_student(
    desk: Desk, district: SmallDistrict
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    college_prep = score()._replace(covers="college_prep")
    onramps = score()._replace(covers="onramps")
    counts, _ = stage_lines(
        desk,
        LineResult(2, ROSA, (college_prep,)),
        LineResult(3, Person(local_id="9"), (onramps,)),
        format_id="careercraft_courses",
    )
    assert counts["covers"] == ["college_prep"]


def test_a_file_in_which_nobody_was_found_brings_nothing(desk: Desk) -> None:
    counts, _ = stage_lines(desk, LineResult(2, ROSA, (score(),)))
    assert (counts["covers"], counts["through"]) == ([], {})


# Cost


def statements_for(desk: Desk, engine: Engine, district: SmallDistrict, rows: int) -> list[str]:
    people = [
        {
            "state_unique_id": f"1{n:09d}",
            "last_name": f"Name{n}",
            "first_name": "A",
            "birth_date": "2008-09-14",
            "grade": "12",
            "campus_id": district.north.number,
        }
        for n in range(rows)
    ]
    applied(desk, roster(people))
    scores = [
        {"state_id": f"1{n:09d}", "date": "2025-10-04", "ebrw": 500, "math": 510}
        for n in range(rows)
    ]
    batch_id = imports.upload(desk, [sat(scores)]).batch_id
    with counted_statements(engine) as statements:
        imports.read_and_stage(desk, batch_id, lambda *_: None)
    return statements


def test_three_hundred_rows_ask_the_database_no_more_than_three(
    desk: Desk, engine: Engine, district: SmallDistrict
) -> None:
    few = statements_for(desk, engine, district, 3)
    many = statements_for(desk, engine, district, 300)
    assert 0 < len(many) <= 25
    assert len(many) <= len(few) + 1


def test_nothing_a_file_says_lies_open_in_the_database(desk: Desk, district: SmallDistrict) -> None:
    canary = "Quetzalcanary"
    row = {"state_unique_id": STATE_ID, "last_name": canary, "first_name": canary, "grade": "12"}
    kept = staged(desk, roster([row | {"campus_id": district.north.number}], f"{canary}.csv"))
    batch = desk.session.get_one(ImportBatch, kept)
    rows = desk.session.scalars(select(ImportRow).where(ImportRow.batch_id == kept)).all()
    stored = [value for found in (batch, *rows) for value in vars(found).values()]
    assert len(stored) > 20
    assert not any(canary.encode() in _bytes(value) for value in stored)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def test_a_score_from_before_the_birth_on_file_is_refused_and_the_row_says_so(
    desk: Desk, district: SmallDistrict
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, (kept,) = stage_lines(desk, LineResult(2, ROSA, (score("2008-09-13"),)))
    assert (counts["refused"], counts["items_create"]) == (1, 0)
    assert kept["outcome"] == "refused"
    assert codes(kept["problems"]) == ["before_birth"]
    assert kept["problems"][0]["value"] == "2008-09-13"
