"""Rows, facts and remarks as sentences for the person who uploaded the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from careercraft.filters import grade, long_date, n_of_n, number
from careercraft.imports.matching import Reason, Rung
from careercraft.imports.rows import RowProblem
from careercraft.services.kept_evidence_words import KEPT_KINDS, kept_fact
from careercraft.services.program_evidence_words import PROGRAM_KINDS, program_fact

RUNGS = {
    Rung.STATE_ID: "state ID",
    Rung.LOCAL_ID: "local ID",
    Rung.NAME_BIRTH: "name and date of birth",
}
REASONS = {
    Reason.NOBODY_FOUND: (
        "No student of this district has this ID, or this name with this date of birth. Correct "
        "the ID in the source, or load a roster that has the student, then upload the file again."
    ),
    Reason.NOBODY_NAMED: (
        "The row has neither a student ID nor a name with a date of birth. Add one of them and "
        "upload the file again."
    ),
    Reason.SEVERAL_STUDENTS: (
        "More than one student has this {rung}. Add the state ID to the row and upload the file "
        "again."
    ),
    Reason.OTHER_PERSON: (
        "The {rung} is that of a student whose last name and date of birth are both different. "
        "Check the ID in the source, then upload the file again."
    ),
    Reason.OTHER_STATE_ID: (
        "The {rung} fits a student who has another state ID. Check which state ID is right, "
        "correct it, then upload the file again."
    ),
}
WARNINGS = {
    "many_unmatched": (
        "{share} rows found no student. Check that the file is of this district, and that the "
        "roster was loaded before it."
    ),
    "many_refused": (
        "{share} rows could not be used. Check that no columns moved: export the file again and "
        "upload it unopened."
    ),
    "future_dates": "{share} rows carry a date in the future. Check the dates in the file.",
    "students_missing": (
        "The roster leaves out {share} students known at {campus}. They stay as they are; check "
        "that the file is complete."
    ),
}
FIELDS = {
    "at_risk": "At risk",
    "birth_date": "Date of birth",
    "campus_id": "Campus",
    "class_of": "Graduating class",
    "counselor_id": "Counselor",
    "diploma_type": "Diploma type",
    "distinguished": "Distinguished level of achievement",
    "economically_disadvantaged": "Economically disadvantaged",
    "emergent_bilingual": "Emergent bilingual",
    "endorsement": "Endorsement",
    "first_name": "First name",
    "grade": "Grade",
    "grade_9_began_on": "Began grade 9",
    "graduated_on": "Graduated",
    "hispanic_latino": "Hispanic or Latino",
    "home_language": "Home language",
    "last_name": "Last name",
    "local_id": "Local ID",
    "middle_name": "Middle name",
    "program": "Program",
    "race": "Race",
    "section_504": "Section 504",
    "sex": "Sex",
    "special_education": "Special education",
    "state_unique_id": "State ID",
    "status": "Enrollment",
}
COVERS = {
    "SAT": "SAT",
    "ACT": "ACT",
    "TSIA1": "TSIA",
    "TSIA2": "TSIA2",
    "AP": "AP exams",
    "IB": "IB exams",
    "dual_credit": "Dual credit courses",
    "college_prep": "College prep courses",
    "onramps": "OnRamps courses",
    "cte": "CTE courses",
    "ibc": "Industry-based certifications",
    "level_certificate": "Level I and Level II certificates",
    "associate_degree": "Associate degrees",
    "enlistment": "Military enlistments",
    "enrollment": "College enrollments",
    "program_membership": "ECHS and P-TECH membership by year",
    "student_groups": "Student groups by year",
    "STAAR": "STAAR end-of-course tests",
    "core_completion": "Core completions",
    "work_based_learning": "Work-based learning",
    "ASVAB": "ASVAB",
}
"""Every kind of evidence a district can load, in the words of the field."""

PARTS = {
    "ebrw": "EBRW",
    "elar_crc": "ELAR CRC",
    "elar_diagnostic": "ELAR diagnostic",
    "math_crc": "math CRC",
    "math_diagnostic": "math diagnostic",
}
KINDS = {
    "dual_credit": "Dual credit",
    "college_prep": "College prep",
    "onramps": "OnRamps",
    "cte": "CTE course",
    "ibc": "Industry-based certification",
    "level_1_certificate": "Level I certificate",
    "level_2_certificate": "Level II certificate",
    "associate_degree": "Associate degree",
}
SUBJECTS = {"ela": "ELA", "math": "math", "other": "another subject"}
ENLISTED_BY = {"peims": "PEIMS", "dd_form_4": "DD Form 4", "dmdc": "DMDC"}
ABSENT = "not given"


def problem_sentence(problem: RowProblem) -> str:
    """What could not be used, where, and what to do."""
    seen = f"“{problem.value}” could not be used. " if problem.value else ""
    return f"{_where(problem)}: {seen}Expected: {problem.expected} {problem.next_step}"


def note_sentence(note: RowProblem) -> str:
    """What is worth knowing and stopped nothing."""
    seen = f"“{note.value}”. " if note.value else ""
    return f"{_where(note)}: {seen}Expected: {note.expected} {note.next_step}"


def refusal_sentence(problem: RowProblem) -> str:
    """Why a whole file was refused."""
    seen = f" It begins with: {problem.value}." if problem.value else ""
    return f"{problem.file}: {problem.expected}{seen} {problem.next_step}"


def _where(problem: RowProblem) -> str:
    column = f", column {problem.column}" if problem.column else ""
    return f"Line {problem.line}{column}"


def reason_sentence(match: Mapping[str, Any]) -> str | None:
    """Why no student is certain, from what was kept of the match."""
    if not match["reason"]:
        return None
    rung = RUNGS[Rung(match["rung"])] if match["rung"] else ""
    return REASONS[Reason(match["reason"])].format(rung=rung)


def warning_sentence(warned: Mapping[str, Any], campus: str | None) -> str:
    """What looks unusual about a batch."""
    share = n_of_n(warned["number"], warned["total"])
    return WARNINGS[warned["code"]].format(share=share, campus=campus or "this campus")


def effects(row: Mapping[str, Any], outcome: str) -> Iterator[str]:
    """What a kept row creates, changes or leaves."""
    if row["student"] and outcome == "create":
        yield _new_student(row["student"])
    for change in row["changes"]:
        old, new = _value(change["old"]), _value(change["new"])
        yield f"{FIELDS[change['field']]}: {old} becomes {new}."
    for item in row["items"]:
        if "outcome" in item:
            yield _item_effect(item)


def _new_student(student: Mapping[str, Any]) -> str:
    known = [grade(student["grade"])] if student["grade"] is not None else []
    if student["class_of"]:
        known.append(f"class of {student['class_of']}")
    return "New student" + (f": {', '.join(known)}." if known else ".")


def _item_effect(item: Mapping[str, Any]) -> str:
    fact = fact_in_words(item["kind"], item["payload"])
    if item["repeated"] and item["outcome"] == "same":
        return f"Stands in an earlier row too and counts once: {fact}."
    if item["outcome"] == "change":
        return f"Changed: {fact}. It was: {fact_in_words(item['kind'], item['old'])}."
    return f"{'New' if item['outcome'] == 'create' else 'Already there'}: {fact}."


def _value(value: Any) -> str:
    if value is None or value == []:
        return ABSENT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(each).replace("_", " ") for each in value)
    return f"“{value}”"


def fact_in_words(kind: str, payload: Mapping[str, Any]) -> str:
    """One fact in a few words: SAT on Oct 4, 2025: EBRW 490, math 520."""
    if kind in PROGRAM_KINDS:
        return ": ".join(part for part in program_fact(kind, payload) if part)
    if kind in KEPT_KINDS:
        return ": ".join(kept_fact(kind, payload))
    title, date_key = _title(kind, payload)
    day = payload.get(date_key)
    dated = f" on {long_date(date.fromisoformat(day))}" if day else ""
    details = ", ".join(_details(payload))
    return f"{title}{dated}" + (f": {details}" if details else "")


def _title(kind: str, payload: Mapping[str, Any]) -> tuple[str, str]:
    """What the fact is, and under which key its date stands."""
    if kind == "score":
        return " ".join(filter(None, (payload["test"], payload.get("exam")))), "date"
    if kind == "enlistment":
        return f"Enlistment by {ENLISTED_BY.get(payload['evidence'], payload['evidence'])}", "on"
    if kind == "enrollment":
        return "College enrollment", "began_on"
    title = KINDS.get(payload["kind"], str(payload["kind"]))
    return title, "earned_on" if kind == "credential" else "ended"


def _details(payload: Mapping[str, Any]) -> Iterator[str]:
    for part, value in payload.get("parts", {}).items():
        yield f"{PARTS.get(part, part.replace('_', ' '))} {value}"
    if payload.get("code"):
        yield f"code {payload['code']}"
    if payload.get("subject"):
        yield SUBJECTS.get(payload["subject"], payload["subject"])
    for name in ("hours", "credits"):
        if payload.get(name) is not None:
            yield f"{number(payload[name])} {name}"
    if payload.get("institution"):
        yield payload["institution"]
    for name, words in (
        ("passed", ("passed", "not passed")),
        ("qualified", ("qualified", "not qualified")),
        ("by_tenth_day", ("there by the tenth class day", "not there by the tenth class day")),
    ):
        if payload.get(name) is not None:
            yield words[0] if payload[name] else words[1]
