import pytest

from careercraft.calc.contract import COURSE_KEYS, CREDENTIAL_KEYS, evidence_from_contract
from careercraft.imports.formats import SourceFile, courses, credentials, read, recognise
from tests.imports.formats.test_templates_read import FILES
from tests.imports.support import only_row, problem_codes

SHOWN_ONLY = {"institution"}
LISTS = {
    "course": "courses",
    "credential": "credentials",
    "enlistment": "enlistments",
    "enrollment": "enrollments",
    "score": "scores",
}


def course(**cells):
    row = {"local_id": "417", "passed": "Y"} | cells
    header, values = ",".join(row), ",".join(row.values())
    return only_row(f"{header}\n{values}\n", "careercraft_courses")


@pytest.mark.parametrize(
    ("hours", "read_"),
    [("-1", False), ("0", True), ("3.5", True), ("20", True), ("20.5", False), ("x", False)],
)
def test_college_hours_of_one_course_are_from_0_to_20(hours, read_):
    result = course(course_kind="dual_credit", subject="ela", hours=hours)
    assert bool(result.items) is read_
    assert problem_codes(result) == ([] if read_ else ["out_of_range"])


@pytest.mark.parametrize(("level", "read_"), [("0", False), ("1", True), ("4", True), ("5", False)])
def test_a_cte_course_has_a_level_from_1_to_4(level, read_):
    assert bool(course(course_kind="cte", level=level).items) is read_


@pytest.mark.parametrize(
    ("earned", "read_"), [("-0.5", False), ("0", True), ("0.5", True), ("6", True), ("6.5", False)]
)
def test_a_cte_course_has_up_to_six_credits(earned, read_):
    assert bool(course(course_kind="cte", credits=earned).items) is read_


@pytest.mark.parametrize(
    ("grade", "read_"), [("8", False), ("09", True), ("12", True), ("13", False)]
)
def test_a_college_prep_course_is_taken_in_grades_9_to_12(grade, read_):
    assert bool(course(course_kind="college_prep", subject="ela", grade=grade).items) is read_


def test_a_college_prep_course_is_in_english_or_mathematics():
    assert problem_codes(course(course_kind="college_prep", subject="other")) == ["unknown_code"]


def test_the_kinds_are_those_the_rules_know():
    assert set(courses.KINDS.values()) <= set(COURSE_KEYS)
    assert set(credentials.KINDS.values()) - {"enlistment"} == set(CREDENTIAL_KEYS)


def test_what_is_read_is_of_the_form_the_rules_take():
    taken = 0
    for path in FILES:
        file = SourceFile(path.name, path.read_bytes())
        for result in read([file], recognise([file]).format_id):
            for item in (item for item in result.items if item.kind in LISTS):
                judged = {k: v for k, v in item.payload.items() if k not in SHOWN_ONLY}
                evidence_from_contract(LISTS[item.kind], judged, None)
                taken += 1
    assert taken > 10
