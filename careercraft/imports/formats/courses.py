"""Course completions: dual credit, college prep, OnRamps and career and technical courses."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

TEMPLATE_COLUMNS = (
    *TEMPLATE_IDENTITY,
    "course_kind",
    "subject",
    "service_id",
    "course_title",
    "hours",
    "credits",
    "grade",
    "level",
    "program_of_study",
    "passed",
    "qualified",
    "approved_list",
    "ended_on",
)

ALIASES = IDENTITY | {
    "course_kind": ("course_kind",),
    "dual_credit": ("E1011", "dual_credit_indicator_code", "dual_credit_indicator"),
    "onramps": (
        "E3120",
        "E1597",
        "onramps_dual_enrollment_indicator_code",
        "onramps_dual_enrollment_indicator",
    ),
    "subject": ("subject",),
    "service_id": ("service_id", "E0724"),
    "sequence": ("course_sequence", "E0948", "course_sequence_code"),
    "course_title": ("course_title", "course_name"),
    "hours": ("hours", "E1081", "college_credit_hours"),
    "credits": ("credits",),
    "grade": ("grade", "E0017", "grade_level"),
    "level": ("level", "course_level"),
    "program_of_study": ("program_of_study", "E1643"),
    "passed": ("passed",),
    "result": ("E0949", "pass_fail_credit_indicator_code", "pass_fail_indicator"),
    "qualified": ("qualified",),
    "approved_list": ("approved_list",),
    "ended_on": ("ended_on", "course_completion_date", "end_date"),
}

KINDS = {
    "dual_credit": "dual_credit",
    "dual credit": "dual_credit",
    "college_prep": "college_prep",
    "college prep": "college_prep",
    "onramps": "onramps",
    "cte": "cte",
}
SUBJECTS = {
    "ela": "ela",
    "english": "ela",
    "rla": "ela",
    "math": "math",
    "mathematics": "math",
    "other": "other",
}
# What one course can plausibly carry; a larger figure is a slip of the keyboard or another unit.
MOST_HOURS, MOST_CREDITS, HIGHEST_LEVEL = 20, 6, 4


@cache
def _credit_by_result() -> dict[str, str]:
    layouts = resources.files("careercraft.imports") / "layouts"
    text = (layouts / "c136_course_results.csv").read_text(encoding="utf-8")
    return {row["code"]: row["credit_received"] for row in csv.DictReader(text.splitlines())}


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    if "coursekind" in header:
        return ("course_kind",)
    peims = [
        name for name in ("e1011", "e1597", "e3120", "dualcreditindicatorcode") if name in header
    ]
    service = [name for name in ("e0724", "serviceid") if name in header]
    return (service[0], peims[0]) if peims and service else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    kind = _kind(row)
    if kind is None:
        return row.result(who)
    before = len(row.problems)
    ended = row.day("ended_on")
    payload = _PAYLOADS[kind](row)
    if ended:
        payload["ended"] = ended.isoformat()
    if len(row.problems) > before:
        return row.result(who)
    item = EvidenceItem("course", _known({"kind": kind} | payload), _key(row, kind, ended), kind)
    return row.result(who, (item,))


def _kind(row: Row) -> str | None:
    if row.has("course_kind"):
        return _named_kind(row)
    for kind in ("onramps", "dual_credit"):
        if row.typed(kind) and row.yes_no(kind):
            return kind
    if not row.problems:
        row.note(None, "A dual credit or OnRamps course.", "not_a_ccmr_course")
    return None


def _named_kind(row: Row) -> str | None:
    if row.typed("course_kind") is None:
        row.problem(
            "course_kind",
            "One of: " + ", ".join(sorted(set(KINDS.values()))) + ".",
            "missing_value",
        )
        return None
    return row.choice("course_kind", KINDS)


def _known(payload: dict[str, object]) -> dict[str, object]:
    """Leave out what the file does not say: an absent key means “not known” to the rules."""
    return {name: value for name, value in payload.items() if value is not None}


def _dual_credit(row: Row) -> dict[str, object]:
    return {
        "subject": _needed(row, "subject"),
        "hours": _hours(row),
        "passed": _passed(row),
    }


def _college_prep(row: Row) -> dict[str, object]:
    subject = _needed(row, "subject")
    if subject == "other":
        row.problem("subject", "ela or math: a college prep course is one of them.", "unknown_code")
    return {
        "subject": subject,
        "grade": row.whole("grade", 9, 12),
        "passed": _passed(row),
        "approved_list": row.yes_no("approved_list"),
    }


def _onramps(row: Row) -> dict[str, object]:
    return {
        "subject": row.choice("subject", SUBJECTS),
        "hours": _hours(row),
        "qualified": row.yes_no("qualified"),
    }


def _cte(row: Row) -> dict[str, object]:
    return {
        "program_of_study": row.text("program_of_study"),
        "level": row.whole("level", 1, HIGHEST_LEVEL),
        "credits": row.number("credits", 0, MOST_CREDITS),
        "passed": _passed(row),
    }


_PAYLOADS = {
    "dual_credit": _dual_credit,
    "college_prep": _college_prep,
    "onramps": _onramps,
    "cte": _cte,
}


def _needed(row: Row, field: str) -> str | None:
    if row.typed(field) is None:
        row.problem(field, "ela, math or other.", "missing_value")
        return None
    return row.choice(field, SUBJECTS)


def _hours(row: Row) -> int | float | None:
    if row.typed("hours") is None:
        row.problem("hours", "The college credit hours of the course.", "missing_value")
        return None
    return row.number("hours", 0, MOST_HOURS)


def _passed(row: Row) -> bool | None:
    """Yes or no, or what the PEIMS result says about credit (table C136)."""
    if row.typed("passed") or not row.has("result"):
        return row.yes_no("passed")
    code = row.typed("result")
    if code is None:
        return None
    credit = _credit_by_result().get(code.zfill(2))
    if credit is None:
        row.problem("result", "01 to 14 (table C136).", "unknown_code")
    elif code.zfill(2) in {"04", "05", "06", "07", "10", "12"}:
        row.note(
            "result",
            "Credit received.",
            "passed_without_credit",
            "Passed without credit is read as not passed. Nothing to do.",
        )
    return {"yes": True, "no": False}.get(credit or "")


def _key(row: Row, kind: str, ended: date | None) -> str:
    """Kind, course, part and end: the same course taken again ends on another day."""
    course = row.text("service_id") or row.text("course_title") or row.text("subject")
    course = course or row.text("program_of_study") or ""
    part = row.text("sequence")
    when = ended.isoformat() if ended else f"grade {row.text('grade') or '-'}"
    return "|".join([kind, course.upper(), *([part] if part else []), when])


FORMAT = Format(
    id="careercraft_courses",
    title="Course completions (CareerCraft template or PEIMS column names)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("dual_credit", "college_prep", "onramps", "cte"),
    cadence="at the end of each semester",
    description=(
        "One row per student and course: dual credit, college prep, OnRamps and CTE courses, with "
        "hours or credits and whether they were passed."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
