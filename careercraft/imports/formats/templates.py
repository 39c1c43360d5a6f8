"""The templates a district can download, fill and upload again."""

from __future__ import annotations

from careercraft.imports.formats import (
    courses,
    credentials,
    enrollments,
    milestones,
    scores,
    staar,
    state_listing,
    student_years,
    students,
)

TEMPLATES = {
    each.FORMAT.id: each.TEMPLATE_COLUMNS
    for each in (
        students,
        courses,
        credentials,
        enrollments,
        scores,
        student_years,
        staar,
        milestones,
        state_listing,
    )
}


def template_csv(format_id: str) -> bytes:
    """The header row of one of our templates, as a spreadsheet program opens it without a question.

    Raises KeyError for a format that is not ours.
    """
    return ("\ufeff" + ",".join(TEMPLATES[format_id]) + "\r\n").encode("utf-8")
