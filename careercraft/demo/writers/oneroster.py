"""OneRoster 1.1: the nightly export of the student information system, as one .zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date

from careercraft.demo.records import SCHOOL_YEAR_ENDS_IN, School, Staff, Student, made_number
from careercraft.demo.schools import DemoDistrict
from careercraft.demo.writers import Row, csv_file, layout

PACKED_AT = (2026, 11, 13, 2, 30, 0)
SESSION = f"year-{SCHOOL_YEAR_ENDS_IN}"
GRADES = (9, 10, 11, 12)
SEXES = {"F": "female", "M": "male"}
RACES = {
    "american_indian": "americanIndianOrAlaskaNative",
    "asian": "asian",
    "black": "blackOrAfricanAmerican",
    "pacific_islander": "nativeHawaiianOrOtherPacificIslander",
    "white": "white",
}


def archive(district: DemoDistrict, students: Sequence[Student]) -> bytes:
    """All files of the set for the students who are still here."""
    enrolled = [one for one in students if not (one.graduated or one.withdrawn)]
    tables: dict[str, Iterator[Row]] = {
        "manifest": _manifest(),
        "academicSessions": _sessions(),
        "orgs": _orgs(district),
        "users": _users(district, enrolled),
        "demographics": map(_demographics, enrolled),
        "courses": _courses(district),
        "classes": _classes(district),
        "enrollments": map(_enrollment, enrolled),
    }
    files = {
        f"{name}.csv": csv_file(layout(f"oneroster11_{name}"), rows)
        for name, rows in tables.items()
    }
    return packed(files)


def packed(files: dict[str, bytes]) -> bytes:
    """A .zip that is the same for the same files, whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive_:
        for name, content in files.items():
            archive_.writestr(zipfile.ZipInfo(name, PACKED_AT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def source_id(student: Student) -> str:
    """The id under which the student information system keeps a student."""
    return f"stu-{made_number(8, 'oneroster', student.state_unique_id)}"


def _manifest() -> Iterator[Row]:
    properties = {
        "manifest.version": "1.0",
        "oneroster.version": "1.1",
        "file.academicSessions": "bulk",
        "file.classes": "bulk",
        "file.courses": "bulk",
        "file.demographics": "bulk",
        "file.enrollments": "bulk",
        "file.orgs": "bulk",
        "file.users": "bulk",
        "source.systemName": "Demonstration SIS",
    }
    for name, value in properties.items():
        yield {"propertyName": name, "value": value}


def _sessions() -> Iterator[Row]:
    yield {
        "sourcedId": SESSION,
        "title": f"{SCHOOL_YEAR_ENDS_IN - 1}-{SCHOOL_YEAR_ENDS_IN}",
        "type": "schoolYear",
        "startDate": date(SCHOOL_YEAR_ENDS_IN - 1, 8, 12).isoformat(),
        "endDate": date(SCHOOL_YEAR_ENDS_IN, 5, 27).isoformat(),
        "schoolYear": SCHOOL_YEAR_ENDS_IN,
    }


def _orgs(district: DemoDistrict) -> Iterator[Row]:
    top = f"org-{district.number}"
    yield {
        "sourcedId": top,
        "name": district.name,
        "type": "district",
        "identifier": district.number,
    }
    for school in district.schools:
        yield {
            "sourcedId": _org_id(school.number),
            "name": school.name,
            "type": "school",
            "identifier": school.number,
            "parentSourcedId": top,
        }


def _org_id(number: str) -> str:
    return f"org-{number}"


def _users(district: DemoDistrict, students: Sequence[Student]) -> Iterator[Row]:
    for index, one in enumerate(district.staff, start=1):
        yield _staff_member(district, one, index)
    yield from map(_student, students)


def _staff_member(district: DemoDistrict, one: Staff, index: int) -> Row:
    given, _, family = one.name.partition(" ")
    return {
        "sourcedId": f"staff-{index:03d}",
        "enabledUser": "true",
        "orgSourcedIds": _org_id(one.school or district.number),
        "role": "administrator",
        "username": one.email.partition("@")[0],
        "givenName": given,
        "familyName": family,
        "email": one.email,
    }


def _student(student: Student) -> Row:
    """Both ids stand in `userIds`, the local one in `identifier` as well."""
    return {
        "sourcedId": source_id(student),
        "enabledUser": "true",
        "orgSourcedIds": _org_id(student.school.number),
        "role": "student",
        "username": f"s{student.local_id}",
        "userIds": f"{{StateID:{student.state_unique_id}}},{{LocalID:{student.local_id}}}",
        "givenName": student.first_name,
        "familyName": student.last_name,
        "middleName": student.middle_name,
        "identifier": student.local_id,
        "grades": f"{student.grade:02d}",
    }


def _demographics(student: Student) -> Row:
    flags = {column: _flag(race in student.race) for race, column in RACES.items()}
    return {
        "sourcedId": source_id(student),
        "birthDate": student.birth_date.isoformat(),
        "sex": SEXES[student.sex],
        **flags,
        "demographicRaceTwoOrMoreRaces": _flag(len(student.race) > 1),
        "hispanicOrLatinoEthnicity": _flag(student.hispanic_latino),
    }


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _courses(district: DemoDistrict) -> Iterator[Row]:
    yield {
        "sourcedId": "course-advisory",
        "schoolYearSourcedId": SESSION,
        "title": "Advisory",
        "courseCode": "ADV",
        "grades": ",".join(f"{grade:02d}" for grade in GRADES),
        "orgSourcedId": _org_id(district.number),
    }


def _classes(district: DemoDistrict) -> Iterator[Row]:
    for school in district.schools:
        for grade in GRADES:
            yield {
                "sourcedId": _advisory(school, grade),
                "title": f"Advisory, grade {grade}",
                "grades": f"{grade:02d}",
                "courseSourcedId": "course-advisory",
                "classCode": f"ADV-{grade:02d}",
                "classType": "homeroom",
                "schoolSourcedId": _org_id(school.number),
                "termSourcedIds": SESSION,
            }


def _advisory(school: School, grade: int) -> str:
    return f"class-{school.number}-{grade:02d}"


def _enrollment(student: Student) -> Row:
    return {
        "sourcedId": f"enr-{source_id(student)}",
        "classSourcedId": _advisory(student.school, student.grade),
        "schoolSourcedId": _org_id(student.school.number),
        "userSourcedId": source_id(student),
        "role": "student",
        "primary": "false",
    }
