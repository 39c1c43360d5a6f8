"""Rows, facts and remarks as sentences for the person who uploaded the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from careercraft.filters import grade, long_date, n_of_n, number
from careercraft.imports.matching import Reason, Rung
from careercraft.imports.rows import RowProblem
from careercraft.services.kept_evidence_words import KEPT_KINDS, kept_fact
from careercraft.services.programs.evidence_words import PROGRAM_KINDS, program_fact

OUTCOME_WORDS = {
    "create": "New",
    "change": "Changed",
    "same": "As before",
    "unmatched": "No student found",
    "ambiguous": "Not certain who",
    "refused": "Not usable",
    "empty": "Nothing to load",
    "conflict": "Against a correction",
}
RUNGS = {
    Rung.STATE_ID: "state ID",
    Rung.LOCAL_ID: "local ID",
    Rung.NAME_BIRTH: "name and date of birth",
    Rung.DECISION: "your decision",
    Rung.TYPED: "the page it was typed on",
}
REASONS = {
    Reason.NOBODY_FOUND: (
        "No student of this district has this ID, or this name with this date of birth. Correct "
        "the ID in the source, load a roster that has the student, or say who it is in the list of "
        "rows that wait."
    ),
    Reason.NOBODY_NAMED: (
        "The row has neither a student ID nor a name with a date of birth. Say who it is in the "
        "list of rows that wait, or add one of them and upload the file again."
    ),
    Reason.SEVERAL_STUDENTS: (
        "More than one student has this {rung}. Add the state ID to the row and upload the file "
        "again."
    ),
    Reason.OTHER_PERSON: (
        "The {rung} is that of a student whose last name and date of birth are both different. "
        "Check the ID in the source, then upload the file again."
    ),
    Reason.NOT_OURS: "Somebody said that this is no student of the district. It stays out.",
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
    "many_out_of_range": (
        "{share} rows carry a value out of its range, such as a score that does not exist. Check "
        "that it is the right file and that no columns moved."
    ),
    "many_elsewhere": (
        "{share} rows name a campus of another district. Check that the file is yours."
    ),
    "fewer_rows": (
        "The file has {share} rows of the last file of this kind. Check that it is complete."
    ),
    "older_than_loaded": (
        "The file reaches to {day} only; a later one of this kind is loaded. Check that it is the "
        "right year."
    ),
    "long_ago": ("The latest date in the file is {day}. Check that it is of the right year."),
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

PROGRAM_COVERS = frozenset(
    {"program_membership", "student_groups", "STAAR", "core_completion", "work_based_learning"}
)
"""The kinds that only programs are measured by: a campus without a program lacks nothing."""

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
TEMPLATE_FIELDS = {
    "afqt": "AFQT percentile",
    "approaches": "Reached Approaches",
    "approved_list": "On TEA's approved list",
    "began_on": "First day of the enrollment",
    "by_tenth_day": "Enrolled by the tenth class day",
    "ccmr_met": "Counts as CCMR ready",
    "code": "Certification code",
    "composite": "ACT composite",
    "course_kind": "Kind of course",
    "ebrw": "SAT reading and writing",
    "echs": "In the ECHS",
    "elar_crc": "TSIA2 ELAR CRC",
    "elar_diagnostic": "TSIA2 ELAR diagnostic",
    "english": "ACT English",
    "entered_on": "First day in the program",
    "eoc_course": "End-of-course test",
    "essay": "Essay",
    "evidence": "Proof of enlistment",
    "exam": "AP exam code or IB subject",
    "ibc": "Industry-based certification",
    "institution": "College",
    "kind": "Kind of credential",
    "left_on": "Last day in the program",
    "lists": "Certification lists of the state",
    "masters": "Reached Masters",
    "math": "Math (SAT, ACT or TSIA)",
    "math_crc": "TSIA2 math CRC",
    "math_diagnostic": "TSIA2 math diagnostic",
    "meets": "Reached Meets",
    "milestone": "What was reached",
    "programs_of_study": "Programs of study",
    "ptech": "In P-TECH",
    "reached_on": "Reached on",
    "reading": "Reading (ACT or TSIA)",
    "result": "Result code",
    "score": "AP or IB score",
    "service_id": "Service ID",
    "tested_on": "Test date",
    "tsi_ela": "TSI reading",
    "tsi_math": "TSI math",
}


FIELD_HINTS = {
    "activity": "what the placement was",
    "approved_list": "Y or N",
    "birth_date": "a date, as 2008-09-14",
    "code": "three digits, table C214",
    "course_kind": "dual_credit, college_prep, onramps or cte",
    "earned_on": "a date, as 2026-05-03; of an enlistment, the day of signing",
    "ended_on": "a date, as 2026-05-28",
    "evidence": "of an enlistment: peims, dd_form_4 or dmdc",
    "exam": "AP exam code, as 07, or IB subject",
    "hours": "college credit hours of the course",
    "kind": "ibc, level_1_certificate, level_2_certificate, associate_degree or enlistment",
    "lists": "as 2022-25; several with a semicolon between",
    "listing": "tracker, verifier or final",
    "listing_year": "the accountability year, as 2026",
    "milestone": "core_completion or work_based_learning",
    "passed": "Y or N",
    "programs_of_study": "as the certification file names them, with a semicolon between",
    "qualified": "of OnRamps: Y or N",
    "reached_on": "a date, as 2026-05-28",
    "result": "two digits, table C232",
    "subject": "ela, math or other",
    "test": "SAT, ACT, TSIA2, TSIA1, AP, IB or ASVAB",
    "test_date": "a date, as 2026-10-03",
}


def field_words(name: str) -> str:
    """A column of a template in words."""
    return FIELDS.get(name) or TEMPLATE_FIELDS.get(name) or name.replace("_", " ").capitalize()


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
    day = warned.get("day")
    return WARNINGS[warned["code"]].format(
        share=share,
        campus=campus or "this campus",
        day=long_date(date.fromisoformat(day)) if day else "",
    )


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
