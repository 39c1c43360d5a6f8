"""The student page and the search as their templates read them."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from careercraft.blueprints.documents.pages import KINDS
from careercraft.filters import class_label, grade, long_date
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.students import MOST_FOUND, Found
from careercraft.services.students.pages import StudentView
from careercraft.web.desk import signed_in_person

LANGUAGES = {"en": "English", "es": "Spanish"}


class Plan(NamedTuple):
    """A printed plan or letter with where it is."""

    noun: str
    language: str
    state: str
    superseded: bool
    pages: int | None
    size: int | None
    asked_on: str
    href: str
    download_href: str | None


class PlanLink(NamedTuple):
    """The way to what is planned, with how much of it is open."""

    label: str
    href: str


class StudentPage(NamedTuple):
    """Everything that `students/page.html` shows."""

    student: StudentView
    plan: PlanLink | None
    facts: list[str]
    trail: list[tuple[str, str]]
    print_href: str | None
    plans: list[Plan]
    recompute_href: str | None
    type_href: str | None
    """Where a fact can be typed from a document."""
    stale: str | None
    request_href: str | None
    disclosures_href: str | None


class FoundPage(NamedTuple):
    """What a search for a student found."""

    words: str
    sentence: str
    found: list[Found]
    more: bool


def student_page(student: StudentView) -> StudentPage:
    """The page of one student."""
    held = permissions(signed_in_person().actor)
    may_print = Permission.CAMPUS_STUDENT_PRINT in held
    may_type = Permission.CAMPUS_EVIDENCE_TYPE in held
    may_recompute = Permission.CAMPUS_OUTCOMES_RECOMPUTE in held
    return StudentPage(
        student,
        _plan_link(student) if Permission.CAMPUS_PLAN_READ in held else None,
        _facts(student),
        _trail(student),
        url_for("documents.ask", student_id=student.id) if may_print else None,
        _plans(student) if may_print else [],
        url_for("rosters.recompute", campus_id=student.campus_id) if may_recompute else None,
        url_for("files.entry", student_id=student.id) if may_type else None,
        _stale(student),
        url_for("records.new", student_id=student.id)
        if Permission.DISTRICT_REQUESTS_WORK in held
        else None,
        url_for("records.disclosed", student_id=student.id)
        if Permission.DISTRICT_DISCLOSURES_READ in held
        else None,
    )


def _plan_link(student: StudentView) -> PlanLink:
    planned = student.planned
    label = "Plan and notes"
    if planned.open:
        late = f", {planned.overdue} overdue" if planned.overdue else ""
        label += f" ({planned.open} open{late})"
    return PlanLink(label, url_for("plans.show", student_id=student.id))


def _facts(student: StudentView) -> list[str]:
    class_of = class_label(student.class_of, student.school_year)
    counselor = f"counselor {student.counselor}" if student.counselor else "no counselor on file"
    shown = [student.status or (grade(student.grade) if student.grade is not None else None)]
    through = student.data_through and f"data through {long_date(student.data_through)}"
    facts = (*shown, class_of, student.campus, counselor, student.program, through)
    return [fact for fact in facts if fact]


def _trail(student: StudentView) -> list[tuple[str, str]]:
    campus = str(student.campus_id)
    return [
        ("Rosters", url_for("rosters.choose")),
        (
            f"Class of {student.class_of} at {student.campus}",
            url_for("rosters.show", class_of=student.class_of, campus=campus),
        ),
    ]


def _stale(student: StudentView) -> str | None:
    """What to say where the roster does not show what this page says."""
    if student.up_to_date:
        return None
    if student.computed_on is None:
        return (
            "The roster shows no outcome for this student yet. "
            "This page applies the rules to everything that is loaded today."
        )
    return (
        f"The roster still shows the outcome of {long_date(student.computed_on)}; records or rules "
        "have changed since. This page applies today's rules to everything that is loaded."
    )


def _plans(student: StudentView) -> list[Plan]:
    return [
        Plan(
            KINDS[one.kind],
            LANGUAGES[one.language],
            one.state,
            one.superseded,
            one.pages,
            one.size,
            long_date(one.asked_at),
            url_for("documents.show", document_id=one.id),
            url_for("documents.download", document_id=one.id) if one.state == "ready" else None,
        )
        for one in student.plans
    ]


def found_page(words: str, found: list[Found]) -> FoundPage:
    """The answer to a search."""
    number = f"{len(found)} student" + ("" if len(found) == 1 else "s")
    more = len(found) == MOST_FOUND
    told = f"The first {MOST_FOUND} students that fit; write more of the name." if more else number
    return FoundPage(words, told if found else "Nobody fits.", found, more)
