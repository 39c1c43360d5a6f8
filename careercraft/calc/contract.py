"""Read a student in the form of the command-line contract, strictly.

Whatever is not of the form is refused with the key, the value found and what was expected. A key
left out means "not known"; a list given, even an empty one, says that everything of its kinds is
known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.facts import (
    COURSE_KINDS,
    CREDENTIAL_KINDS,
    ENLISTMENT_KINDS,
    ENROLLMENT_KINDS,
    SCORE_KINDS,
    CollegeEnrollment,
    Course,
    Credential,
    Enlistment,
    Number,
    Score,
    StudentFacts,
)
from careercraft.calc.scales import SCALES

KINDS_OF_LIST = {
    "scores": (*SCORE_KINDS, "ASVAB"),
    "courses": COURSE_KINDS,
    "credentials": CREDENTIAL_KINDS,
    "enlistments": ENLISTMENT_KINDS,
    "enrollments": ENROLLMENT_KINDS,
}
TESTS_WITH_EXAM = ("AP", "IB", "STAAR")
STAAR_LEVELS = ("did_not_meet", "approaches", "meets", "masters")
PARTS_OF = {
    test: tuple(part for one, part in SCALES if one == test and part != "english_plus_reading")
    for test in ("SAT", "ACT", "TSIA1", "TSIA2", "AP", "IB", "STAAR", "ASVAB")
}
COURSE_KEYS = {
    "dual_credit": {"subject", "hours", "passed", "ended"},
    "college_prep": {"subject", "grade", "passed", "approved_list", "ended"},
    "onramps": {"subject", "hours", "qualified", "passed", "ended"},
    "cte": {"program_of_study", "level", "credits", "passed", "ended"},
    "jrotc": {"sequence_completed", "ended"},
}
SUBJECTS = {
    "dual_credit": ("ela", "math", "other"),
    "college_prep": ("ela", "math"),
    "onramps": ("ela", "math", "other"),
}
CREDENTIAL_KEYS = {
    "ibc": {"code", "earned_on", "result", "lists", "programs_of_study", "tier"},
    "level_1_certificate": {"earned_on"},
    "level_2_certificate": {"earned_on"},
    "associate_degree": {"earned_on"},
}
EVIDENCE = ("peims", "dd_form_4", "dmdc")
STUDENT_KEYS = {
    "class_of",
    "graduated_on",
    "grade_9_began_on",
    "economically_disadvantaged",
    "special_education",
    "emergent_bilingual",
    "diploma_type",
    "endorsement",
    "distinguished",
    *KINDS_OF_LIST,
}
TIERS = (1, 3)
GRADES = (9, 12)
CTE_LEVELS = (1, 4)
MOST_HOURS = 60
CLASSES = (1990, 2100)
LONGEST_SHOWN = 80


class ContractError(ValueError):
    """The input is not of the contract's form: the key, the value found, what was expected."""

    def __init__(self, key: str, found: object, expected: str) -> None:
        super().__init__(f"{key}: found {_shown(found)}, expected {expected}")
        self.key = key
        self.found = found
        self.expected = expected


def document_from_json(text: str) -> Any:
    """Return the content of a JSON text; fractions as Decimal, no key twice, no NaN."""
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as broken:
        found = f"{broken.msg} (line {broken.lineno}, column {broken.colno})"
        raise ContractError("the input", found, "JSON") from broken
    except RecursionError as deep:
        raise ContractError("the input", "lists within lists without end", "one object") from deep


def facts_from_contract(document: Any) -> StudentFacts:
    """Return the facts in a contract document. Raises ``ContractError``.

    Each piece of evidence gets its place as ref, for example ``scores[0]``.
    """
    student = _object(document, "", STUDENT_KEYS)
    began_on = _date(student, "grade_9_began_on", "")
    return StudentFacts(
        class_of=_class_of(student, began_on),
        grade_9_began_on=began_on,
        graduated=_graduated(student),
        graduated_on=_graduated_on(student, began_on),
        economically_disadvantaged=_flag(student, "economically_disadvantaged", ""),
        special_education=_flag(student, "special_education", ""),
        emergent_bilingual=_flag(student, "emergent_bilingual", ""),
        diploma_type=_text(student, "diploma_type", ""),
        endorsement=_flag(student, "endorsement", ""),
        distinguished=_flag(student, "distinguished", ""),
        scores=_list(student, "scores"),
        courses=_list(student, "courses"),
        credentials=_list(student, "credentials"),
        enlistments=_list(student, "enlistments"),
        enrollments=_list(student, "enrollments"),
        known=frozenset(
            kind for name in KINDS_OF_LIST if name in student for kind in KINDS_OF_LIST[name]
        ),
    )


def evidence_from_contract(list_name: str, item: Any, ref: str | None) -> Any:
    """Return one element of a contract list, for example ``scores``, as a fact with that ref."""
    where = ref or list_name
    return READERS[list_name](item, where)._replace(ref=ref)


def _list(student: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    if name not in student:
        return ()
    items = student[name]
    if not isinstance(items, list):
        raise ContractError(name, items, "a list")
    return tuple(
        evidence_from_contract(name, item, f"{name}[{place}]") for place, item in enumerate(items)
    )


def _class_of(student: Mapping[str, Any], began_on: date | None) -> GraduatingClass:
    if "class_of" in student:
        year = _whole(student, "class_of", "", CLASSES)
        if year is None:
            raise ContractError("class_of", None, "a year such as 2026")
        return GraduatingClass(year)
    if began_on is None:
        raise ContractError("class_of", "no such key", "class_of or grade_9_began_on")
    return GraduatingClass.entering_grade_9_on(began_on)


def _graduated(student: Mapping[str, Any]) -> bool | None:
    if "graduated_on" not in student:
        return None
    return student["graduated_on"] is not None


def _graduated_on(student: dict[str, Any], began_on: date | None) -> date | None:
    day = _date(student, "graduated_on", "")
    if day is not None and began_on is not None and day <= began_on:
        expected = f"a day after grade_9_began_on, {began_on}"
        raise ContractError("graduated_on", student["graduated_on"], expected)
    return day


def _score(item: Any, where: str) -> Score:
    score = _object(item, where, {"test", "date", "exam", "parts"})
    test = _choice(score, "test", where, tuple(PARTS_OF))
    if score.get("exam") is not None and test not in TESTS_WITH_EXAM:
        raise ContractError(f"{where}.exam", score["exam"], "no exam for this test")
    return Score(
        test=test,
        parts=_parts(score.get("parts"), test, f"{where}.parts"),
        date=_date(score, "date", where),
        exam=_text(score, "exam", where),
    )


def _parts(value: Any, test: str, where: str) -> dict[str, Number | str]:
    allowed = {*PARTS_OF[test], "level"} if test == "STAAR" else set(PARTS_OF[test])
    parts = _object(value, where, allowed)
    read: dict[str, Number | str] = {}
    for part in parts:
        if part == "level":
            read[part] = _choice(parts, part, where, STAAR_LEVELS)
        elif (points := _whole(parts, part, where, SCALES[test, part])) is not None:
            read[part] = points
    return read


def _course(item: Any, where: str) -> Course:
    kind = _kind(item, where, tuple(COURSE_KEYS))
    course = _object(item, where, {"kind"} | COURSE_KEYS[kind])
    return Course(
        kind=kind,
        subject=_optional_choice(course, "subject", where, SUBJECTS.get(kind, ())),
        hours=_amount(course, "hours", where),
        passed=_flag(course, "passed", where),
        ended=_date(course, "ended", where),
        grade=_whole(course, "grade", where, GRADES),
        approved_list=_flag(course, "approved_list", where),
        qualified=_flag(course, "qualified", where),
        program_of_study=_text(course, "program_of_study", where),
        level=_whole(course, "level", where, CTE_LEVELS),
        credits=_amount(course, "credits", where),
        sequence_completed=_flag(course, "sequence_completed", where),
    )


def _credential(item: Any, where: str) -> Credential:
    kind = _kind(item, where, tuple(CREDENTIAL_KEYS))
    credential = _object(item, where, {"kind"} | CREDENTIAL_KEYS[kind])
    return Credential(
        kind=kind,
        earned_on=_date(credential, "earned_on", where),
        code=_text(credential, "code", where),
        result=_text(credential, "result", where),
        lists=_texts(credential, "lists", where),
        programs_of_study=_texts(credential, "programs_of_study", where),
        tier=_whole(credential, "tier", where, TIERS),
    )


def _enlistment(item: Any, where: str) -> Enlistment:
    enlistment = _object(item, where, {"evidence", "on"})
    return Enlistment(
        _choice(enlistment, "evidence", where, EVIDENCE), _date(enlistment, "on", where)
    )


def _enrollment(item: Any, where: str) -> CollegeEnrollment:
    enrollment = _object(item, where, {"began_on", "by_tenth_day"})
    return CollegeEnrollment(
        _date(enrollment, "began_on", where), _flag(enrollment, "by_tenth_day", where)
    )


READERS: dict[str, Callable[[Any, str], Any]] = {
    "scores": _score,
    "courses": _course,
    "credentials": _credential,
    "enlistments": _enlistment,
    "enrollments": _enrollment,
}


def _object(value: Any, where: str, allowed: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ContractError(
            where or "the student", value, "an object with " + ", ".join(sorted(allowed))
        )
    for key in value:
        if key not in allowed:
            expected = "only the keys " + ", ".join(sorted(allowed))
            raise ContractError(_key(where, key), value[key], expected)
    return value


def _kind(value: Any, where: str, kinds: tuple[str, ...]) -> str:
    if not isinstance(value, dict):
        raise ContractError(where or "the student", value, "an object with the key kind")
    return _choice(value, "kind", where, kinds)


def _choice(holder: Mapping[str, Any], key: str, where: str, choices: tuple[str, ...]) -> str:
    value = holder.get(key)
    if not isinstance(value, str) or value not in choices:
        raise ContractError(_key(where, key), value, "one of " + ", ".join(choices))
    return value


def _optional_choice(
    holder: Mapping[str, Any], key: str, where: str, choices: tuple[str, ...]
) -> str | None:
    return None if holder.get(key) is None else _choice(holder, key, where, choices)


def _date(holder: Mapping[str, Any], key: str, where: str) -> date | None:
    value = holder.get(key)
    if value is None:
        return None
    try:
        read = date.fromisoformat(value)
        if read.isoformat() == value:
            return read
    except (TypeError, ValueError):
        pass
    raise ContractError(_key(where, key), value, "a day such as 2025-10-04")


def _flag(holder: Mapping[str, Any], key: str, where: str) -> bool | None:
    value = holder.get(key)
    if value is not None and not isinstance(value, bool):
        raise ContractError(_key(where, key), value, "true or false")
    return value


def _whole(holder: Mapping[str, Any], key: str, where: str, limits: tuple[int, int]) -> int | None:
    value = holder.get(key)
    lowest, highest = limits
    if value is None:
        return None
    if type(value) is not int or not lowest <= value <= highest:
        raise ContractError(_key(where, key), value, f"a whole number from {lowest} to {highest}")
    return value


def _amount(holder: Mapping[str, Any], key: str, where: str) -> Number | None:
    value = holder.get(key)
    if value is None:
        return None
    if type(value) not in (int, Decimal) or not 0 <= value <= MOST_HOURS:
        raise ContractError(_key(where, key), value, f"a number from 0 to {MOST_HOURS}")
    return Decimal(value) if isinstance(value, Decimal) else int(value)


def _text(holder: Mapping[str, Any], key: str, where: str) -> str | None:
    value = holder.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise ContractError(_key(where, key), value, "text")
    return value


def _texts(holder: Mapping[str, Any], key: str, where: str) -> tuple[str, ...] | None:
    value = holder.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ContractError(_key(where, key), value, "a list of texts")
    return tuple(value)


def _key(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _no_constant(name: str) -> Any:
    raise ContractError("the input", name, "a number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ContractError(key, value, "each key only once")
        found[key] = value
    return found
