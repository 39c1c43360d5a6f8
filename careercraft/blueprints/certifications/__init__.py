"""The certifications of one student."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for

from careercraft.filters import class_label, grade
from careercraft.privacy.permissions import Permission
from careercraft.services.certifications import page as service
from careercraft.services.certifications.page import CertificationPage
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

certifications = Blueprint("certifications", __name__)


@certifications.get("/students/<uuid:student_id>/certifications")
@requires(Permission.CAMPUS_STUDENT_READ)
def show(student_id: UUID) -> Any:
    """Each certification with its requirements, and the way through the program of study."""
    found = service.page(current_desk(), student_id)
    return render_template(
        "certifications/page.html", found=found, facts=_facts(found), trail=_trail(found)
    )


def _facts(found: CertificationPage) -> list[str]:
    return [
        grade(found.grade) if found.grade is not None else "",
        class_label(found.class_of, found.school_year),
        found.campus,
    ]


def _trail(found: CertificationPage) -> list[tuple[str, str]]:
    roster = url_for("rosters.show", class_of=found.class_of, campus=str(found.campus_id))
    return [
        ("Rosters", url_for("rosters.choose")),
        (f"Class of {found.class_of} at {found.campus}", roster),
        ("Student", url_for("students.show", student_id=found.student_id)),
    ]
