import io
import zipfile
from datetime import date

import pytest

from careercraft.imports.formats import FileRefused, SourceFile, read, recognise
from tests.imports.support import csv_bytes, layout, note_codes, problem_codes, refusal_code

ONEROSTER = "oneroster_csv"
ORGS = layout("oneroster11_orgs")
USERS = layout("oneroster11_users")
USERS_12 = layout("oneroster12_users")
ROLES = layout("oneroster12_roles")
DEMOGRAPHICS = layout("oneroster11_demographics")

SCHOOL = {"sourcedId": "o1", "name": "Mesa Verde High", "type": "school", "identifier": "1902001"}
DISTRICT = {"sourcedId": "o0", "name": "Mesa Verde ISD", "type": "district", "identifier": "1902"}
LUZ = {
    "sourcedId": "u1",
    "enabledUser": "true",
    "orgSourcedIds": "o0,o1",
    "role": "student",
    "username": "luz",
    "userIds": "{stateId:1234567890},{SIS:00417}",
    "givenName": "Luz",
    "familyName": "Ibarra",
    "grades": "11",
}
ABOUT_LUZ = {
    "sourcedId": "u1",
    "birthDate": "2008-09-30",
    "sex": "female",
    "asian": "false",
    "white": "true",
    "hispanicOrLatinoEthnicity": "true",
}


def files(user, *, about=ABOUT_LUZ, orgs=(DISTRICT, SCHOOL)):
    return [
        SourceFile("users.csv", csv_bytes(USERS, user)),
        SourceFile("orgs.csv", csv_bytes(ORGS, *orgs)),
        SourceFile("demographics.csv", csv_bytes(DEMOGRAPHICS, about)),
        SourceFile("manifest.csv", b"propertyName,value\nmanifest.version,1.0\n"),
    ]


def student(user=LUZ, **parts):
    (result,) = read(files(user, **parts), ONEROSTER)
    return result


def test_a_student_is_put_together_from_users_orgs_and_demographics():
    result = student()
    assert result.person.state_unique_id == "1234567890"
    assert result.person.local_id == "00417"
    assert result.person.birth_date == date(2008, 9, 30)
    assert result.person.other_ids == ("oneroster|u1",)
    item = result.student
    assert item is not None
    assert (item.campus_id, item.grade, item.sex) == ("001902001", 11, "F")
    assert (item.race, item.hispanic_latino) == (("white",), True)
    assert item.enrollment_status == "enrolled"
    assert item.economically_disadvantaged is None
    assert note_codes(result) == ["campus_id_repadded"]


def test_the_set_may_come_as_one_archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in files(LUZ):
            archive.writestr(f"export/{file.name}", file.content)
    upload = [SourceFile("export.zip", out.getvalue())]
    assert recognise(upload).format_id == ONEROSTER
    assert list(read(upload, ONEROSTER)) == [student()]


def test_teachers_and_guardians_leave_no_trace():
    assert list(read(files(LUZ | {"role": "teacher"}), ONEROSTER)) == []
    assert list(read(files(LUZ | {"role": "guardian"}), ONEROSTER)) == []


def test_a_user_marked_for_deletion_is_shown_as_withdrawn():
    result = student(LUZ | {"status": "tobedeleted"})
    assert result.student.enrollment_status == "withdrawn"
    assert "marked_for_deletion" in note_codes(result)


@pytest.mark.parametrize(
    ("user_ids", "identifier", "state", "local"),
    [
        ("", "1234567890", "1234567890", None),
        ("", "417", None, "417"),
        ("{LDAP:luz},{TXUniqueId:1234567890}", "417", "1234567890", "417"),
        ("{other:1234567890}", "", "1234567890", None),
    ],
)
def test_ids_are_told_apart_by_type_and_width(user_ids, identifier, state, local):
    person = student(LUZ | {"userIds": user_ids, "identifier": identifier}).person
    assert (person.state_unique_id, person.local_id) == (state, local)


def test_a_student_without_any_id_is_refused():
    result = student(LUZ | {"userIds": "", "identifier": ""})
    assert result.refused
    assert problem_codes(result) == ["nobody_named"]


def test_a_school_that_is_not_in_the_set_is_a_problem_but_the_student_stays():
    result = student(orgs=(DISTRICT,))
    assert result.student.campus_id is None
    assert problem_codes(result) == ["unknown_school"]


def test_a_school_whose_identifier_is_no_campus_number_is_named():
    result = student(orgs=(SCHOOL | {"identifier": "MVHS"},))
    assert problem_codes(result) == ["bad_campus_id"]
    assert result.problems[0].value == "MVHS"


def test_version_1_2_finds_students_and_schools_in_roles():
    user = {name: text for name, text in LUZ.items() if name not in {"orgSourcedIds", "role"}}
    role = {
        "sourcedId": "r1",
        "userSourcedId": "u1",
        "roleType": "secondary",
        "role": "student",
        "orgSourcedId": "o2",
    }
    other = SCHOOL | {"sourcedId": "o2", "identifier": "001902044"}
    upload = [
        SourceFile("users.csv", csv_bytes(USERS_12, user, user | {"sourcedId": "teacher"})),
        SourceFile("orgs.csv", csv_bytes(ORGS, SCHOOL, other)),
        SourceFile(
            "roles.csv",
            csv_bytes(
                ROLES,
                role,
                role | {"sourcedId": "r2", "roleType": "primary", "orgSourcedId": "o1"},
                role | {"sourcedId": "r3", "userSourcedId": "teacher", "role": "teacher"},
            ),
        ),
    ]
    (result,) = read(upload, ONEROSTER)
    assert result.student.campus_id == "001902001"
    assert "several_schools" in note_codes(result)


def test_demographics_that_cannot_be_read_are_said_with_the_student():
    result = student(about=ABOUT_LUZ | {"sex": "?", "birthDate": "soon"})
    assert result.student is not None
    assert sorted(problem_codes(result)) == ["bad_date", "unknown_code"]
    assert {problem.file for problem in result.problems} == {"demographics.csv"}


@pytest.mark.parametrize("left_out", ["users.csv", "orgs.csv"])
def test_an_incomplete_set_names_the_missing_file(left_out):
    upload = [file for file in files(LUZ) if file.name != left_out]
    with pytest.raises(FileRefused) as refused:
        recognise(upload)
    assert refusal_code(refused) == "incomplete_set"
    assert left_out in refused.value.problems[0].next_step
