"""The course and credential templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careercraft.demo.records import Course, Credential, Record, Student
from careercraft.demo.writers import Row, csv_file, yes_no
from careercraft.imports.formats.templates import TEMPLATES

COURSE_COLUMNS = TEMPLATES["careercraft_courses"]
CREDENTIAL_COLUMNS = TEMPLATES["careercraft_credentials"]


def courses(rows: Iterable[Row]) -> bytes:
    """The course template, filled."""
    return csv_file(COURSE_COLUMNS, rows)


def credentials(rows: Iterable[Row]) -> bytes:
    """The credential template, filled."""
    return csv_file(CREDENTIAL_COLUMNS, rows)


def course_rows(record: Record) -> Iterator[dict[str, object]]:
    """The courses of one student."""
    for course in record.courses:
        yield person(record.student) | _course(course)


def credential_rows(record: Record) -> Iterator[dict[str, object]]:
    """The credentials of one student."""
    for credential in record.credentials:
        yield person(record.student) | _credential(credential)


def person(student: Student) -> dict[str, object]:
    """Who a row is about."""
    return {
        "state_unique_id": student.state_unique_id,
        "local_id": student.local_id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "birth_date": student.birth_date.isoformat(),
    }


def _course(course: Course) -> dict[str, object]:
    return {
        "course_kind": course.kind,
        "subject": course.subject,
        "service_id": course.service_id,
        "course_title": course.title,
        "hours": course.hours,
        "credits": course.credits,
        "grade": f"{course.grade:02d}",
        "level": course.level,
        "program_of_study": course.program_of_study,
        "passed": yes_no(course.passed),
        "qualified": yes_no(course.qualified),
        "approved_list": yes_no(course.approved_list),
        "ended_on": course.ended_on.isoformat(),
    }


def _credential(credential: Credential) -> dict[str, object]:
    return {
        "kind": credential.kind,
        "code": credential.code,
        "earned_on": credential.earned_on.isoformat(),
        "result": credential.result,
        "lists": ";".join(credential.lists),
        "programs_of_study": ";".join(credential.programs_of_study),
        "evidence": credential.evidence,
    }
