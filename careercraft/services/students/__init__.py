"""One student: found, seen for a reason, judged, explained."""

from careercraft.services.students.judging import (
    MOST_FOUND,
    PLANS_SHOWN,
    EvidenceView,
    Found,
    Judged,
    PrintedPlan,
    StudentPage,
    changed_since,
    evidence_views,
    find,
    judged,
    matches,
    name_order,
    named,
    page,
    visible_student,
)

__all__ = [
    "MOST_FOUND",
    "PLANS_SHOWN",
    "EvidenceView",
    "Found",
    "Judged",
    "PrintedPlan",
    "StudentPage",
    "changed_since",
    "evidence_views",
    "find",
    "judged",
    "matches",
    "name_order",
    "named",
    "page",
    "visible_student",
]
