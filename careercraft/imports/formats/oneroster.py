"""OneRoster CSV 1.1 and 1.2: the rostering standard every student information system exports.

1EdTech OneRoster 1.1 and 1.2 CSV tables. Only students leave this module; of teachers, guardians
and other users nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format
from careercraft.imports.formats.headers import Columns, key, keys
from careercraft.imports.formats.row import (
    CAMPUS_ID_DIGITS,
    LOCAL_ID_CHARACTERS,
    STATE_ID_DIGITS,
    Row,
    unreadable,
)
from careercraft.imports.reader import Table, refuse
from careercraft.imports.rows import LineResult, Person, StudentItem

# Which file of the set a table is, by columns that only it has.
_FILES = {
    "users": ("sourcedId", "givenName", "familyName", "userIds"),
    "demographics": ("sourcedId", "birthDate", "sex", "hispanicOrLatinoEthnicity"),
    "orgs": ("sourcedId", "name", "type", "identifier", "parentSourcedId"),
    "roles": ("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId"),
    "enrollments": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    "classes": ("sourcedId", "courseSourcedId", "classType"),
    "courses": ("sourcedId", "courseCode", "orgSourcedId"),
    "academicSessions": ("sourcedId", "schoolYear", "startDate"),
    "manifest": ("propertyName", "value"),
}
_PARTS: dict[str, tuple[str, ...]] = {
    "users": (
        "sourcedId",
        "status",
        "orgSourcedIds",
        "primaryOrgSourcedId",
        "role",
        "userIds",
        "givenName",
        "familyName",
        "middleName",
        "identifier",
        "grades",
    ),
    "demographics": (
        "sourcedId",
        "status",
        "birthDate",
        "sex",
        "americanIndianOrAlaskaNative",
        "asian",
        "blackOrAfricanAmerican",
        "nativeHawaiianOrOtherPacificIslander",
        "white",
        "demographicRaceTwoOrMoreRaces",
        "hispanicOrLatinoEthnicity",
    ),
    "orgs": ("sourcedId", "status", "type", "identifier"),
    "roles": ("sourcedId", "status", "userSourcedId", "roleType", "role", "orgSourcedId"),
}
_MISSPELT = {
    "nativeHawaiianOrOtherPacificIslander": ("nativeAmericanOrOtherPacificIslander",),
    "grades": ("grade",),
}
_RACE_COLUMNS = {
    "american_indian": "americanIndianOrAlaskaNative",
    "asian": "asian",
    "black": "blackOrAfricanAmerican",
    "pacific_islander": "nativeHawaiianOrOtherPacificIslander",
    "white": "white",
    "two_or_more": "demographicRaceTwoOrMoreRaces",
}
_SEXES = {"female": "F", "f": "F", "male": "M", "m": "M"}
_UNSAID_SEXES = frozenset({"unspecified", "other"})
_USER_ID = re.compile(r"\{([^:{}]*):([^{}]*)\}")
_STATE_ID_TYPES = ("state", "tsds", "unique", "texas")
_LOCAL_ID_TYPES = ("local", "district", "studentnumber", "sis")
_DELETED = "tobedeleted"


class _Student(NamedTuple):
    """What the other files of the set say about one user."""

    is_student: bool
    org_ids: tuple[str, ...]
    demographics: Row | None


class _Set(NamedTuple):
    campuses: Mapping[str, Row]
    roles: Mapping[str, list[Row]]
    demographics: Mapping[str, Row]


def part_of(table: Table) -> str | None:
    """Which file of a OneRoster set the table is, or None when it is none of them."""
    return _part(keys(table.header))


def _part(header: frozenset[str]) -> str | None:
    return next((part for part, names in _FILES.items() if keys(names) <= header), None)


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    part = _part(header)
    return _FILES[part] if part else ()


def _check_set(tables: tuple[Table, ...]) -> None:
    """A set needs users and orgs, and roles where users carry none (1.2). Raises FileRefused."""
    parts = {part_of(table) for table in tables}
    needed = {"users", "orgs"} if _has_role(tables) else {"users", "orgs", "roles"}
    missing = sorted(needed - parts)
    if missing:
        raise refuse(
            tables[0].file,
            "A OneRoster set needs " + ", ".join(f"{each}.csv" for each in sorted(needed)) + ".",
            "Add " + " and ".join(f"{each}.csv" for each in missing) + " of the same export, "
            "all files at once or in one .zip.",
            "incomplete_set",
        )


def _has_role(tables: tuple[Table, ...]) -> bool:
    return all("role" in keys(t.header) for t in tables if part_of(t) == "users")


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    whole = _collect(tables)
    for table in tables:
        if part_of(table) == "users":
            yield from _users(table, whole)
        else:
            yield from _unreadable(table)


def _unreadable(table: Table) -> Iterator[LineResult]:
    """The rows of the other files that cannot be cut into cells; what they hold is not used."""
    part = part_of(table)
    if part not in _PARTS:
        return
    columns = _columns(table, part)
    for record in table.records():
        refusal = unreadable(Row(table.file, record, columns))
        if refusal:
            yield refusal


def _collect(tables: tuple[Table, ...]) -> _Set:
    campuses: dict[str, Row] = {}
    roles: dict[str, list[Row]] = {}
    demographics: dict[str, Row] = {}
    for row in _rows(tables, "orgs"):
        campuses[row.text("sourcedId") or ""] = row
    for row in _rows(tables, "roles"):
        roles.setdefault(row.text("userSourcedId") or "", []).append(row)
    for row in _rows(tables, "demographics"):
        demographics[row.text("sourcedId") or ""] = row
    return _Set(campuses, roles, demographics)


def _rows(tables: tuple[Table, ...], part: str) -> Iterator[Row]:
    """Readable rows of one part that are not marked for deletion."""
    for table in tables:
        if part_of(table) != part:
            continue
        columns = _columns(table, part)
        for record in table.records():
            row = Row(table.file, record, columns)
            if unreadable(row) is None and not _is_deleted(row):
                yield Row(table.file, record, columns)


def _columns(table: Table, part: str) -> Columns:
    return Columns(table.header, {name: (name, *_MISSPELT.get(name, ())) for name in _PARTS[part]})


def _is_deleted(row: Row) -> bool:
    return (row.text("status") or "").lower() == _DELETED


def _users(table: Table, whole: _Set) -> Iterator[LineResult]:
    columns = _columns(table, "users")
    for record in table.records():
        row = Row(table.file, record, columns)
        refusal = unreadable(row)
        if refusal:
            yield refusal
            continue
        known = _student(row, whole)
        if known.is_student:
            yield _result(row, known, whole)


def _student(row: Row, whole: _Set) -> _Student:
    source_id = row.text("sourcedId") or ""
    roles = [r for r in whole.roles.get(source_id, []) if _is_student_role(r)]
    roles.sort(key=lambda role: (role.text("roleType") or "").lower() != "primary")
    orgs = [row.text("primaryOrgSourcedId"), *(role.text("orgSourcedId") for role in roles)]
    orgs += (row.text("orgSourcedIds") or "").split(",")
    distinct = dict.fromkeys(org.strip() for org in orgs if org and org.strip())
    is_student = bool(roles) or _is_student_role(row)
    return _Student(is_student, tuple(distinct), whole.demographics.get(source_id))


def _is_student_role(row: Row) -> bool:
    return (row.text("role") or "").lower() == "student"


def _result(row: Row, known: _Student, whole: _Set) -> LineResult:
    who = _person(row, known)
    if not (who.state_unique_id or who.local_id):
        row.problem(
            "identifier",
            "The Texas Unique Student ID or the local id.",
            "nobody_named",
            "Ask the SIS to fill “identifier” or “userIds” in the OneRoster export.",
        )
        return row.result(who)
    student = _item(row, known, whole)
    _adopt(row, known.demographics)
    return row.result(who, student=student)


def _adopt(row: Row, demographics: Row | None) -> None:
    """Carry what was wrong in demographics.csv over to the student's result."""
    if demographics is not None:
        row.problems.extend(demographics.problems)
        row.notes.extend(demographics.notes)


def _person(row: Row, known: _Student) -> Person:
    state, local, others = _ids(row)
    source_id = row.text("sourcedId")
    about = known.demographics
    return Person(
        state_unique_id=state,
        local_id=local,
        last_name=row.text("familyName"),
        first_name=row.text("givenName"),
        middle_name=row.text("middleName"),
        birth_date=about.day("birthDate") if about else None,
        other_ids=(*((f"oneroster|{source_id}",) if source_id else ()), *others),
    )


def _ids(row: Row) -> tuple[str | None, str | None, tuple[str, ...]]:
    """State id, local id and the rest, from userIds by type and from identifier by width."""
    state = local = None
    others: list[str] = []
    for kind, value in _USER_ID.findall(row.text("userIds") or ""):
        text = value.strip()
        if state is None and _may_be_state_id(key(kind), text):
            state = text.zfill(STATE_ID_DIGITS)
        elif local is None and _is_typed(key(kind), _LOCAL_ID_TYPES) and _may_be_local_id(text):
            local = text
        elif text:
            others.append(f"{key(kind) or 'other'}|{text}")
    own_state, own_local = row.either_id("identifier")
    return state or own_state, local or own_local, tuple(others)


def _may_be_state_id(kind: str, text: str) -> bool:
    """By its type, or, whatever the type is called, by being ten digits."""
    if not values.is_digits(text) or len(text) > STATE_ID_DIGITS:
        return False
    return _is_typed(kind, _STATE_ID_TYPES) or len(text) == STATE_ID_DIGITS


def _may_be_local_id(text: str) -> bool:
    return 0 < len(text) <= LOCAL_ID_CHARACTERS


def _is_typed(kind: str, types: tuple[str, ...]) -> bool:
    return any(name in kind for name in types)


def _item(row: Row, known: _Student, whole: _Set) -> StudentItem:
    about = known.demographics
    deleted = _is_deleted(row)
    if deleted:
        row.note(
            "status",
            "An active student.",
            "marked_for_deletion",
            "The SIS removed this student; the student is shown as withdrawn.",
        )
    return StudentItem(
        campus_id=_campus_id(row, known.org_ids, whole),
        grade=_grade(row),
        sex=_sex(about) if about else None,
        race=_race(about) if about else None,
        hispanic_latino=about.yes_no("hispanicOrLatinoEthnicity") if about else None,
        enrollment_status="withdrawn" if deleted else "enrolled",
    )


def _campus_id(row: Row, org_ids: tuple[str, ...], whole: _Set) -> str | None:
    """The campus number of the student's school; the first school counts, the primary one first."""
    schools = [whole.campuses[org] for org in org_ids if org in whole.campuses]
    schools = [org for org in schools if (org.text("type") or "school").lower() == "school"]
    if not schools:
        row.problem(
            "orgSourcedIds",
            "A school that stands in orgs.csv.",
            "unknown_school",
            "Export users and orgs together, so that the schools match.",
        )
        return None
    if len(schools) > 1:
        row.note("orgSourcedIds", "One school.", "several_schools", "The first one was taken.")
    return _number_of(row, schools[0])


def _number_of(row: Row, school: Row) -> str | None:
    digits = school.text("identifier") or ""
    if not values.is_digits(digits) or len(digits) > CAMPUS_ID_DIGITS:
        row.problem(
            "orgSourcedIds",
            f"A school whose “identifier” in orgs.csv is its campus number, {CAMPUS_ID_DIGITS} "
            "digits.",
            "bad_campus_id",
            "Fill “identifier” of the schools with the TEA campus number in the SIS.",
            value=digits or None,
        )
        return None
    if len(digits) < CAMPUS_ID_DIGITS:
        row.note(
            "orgSourcedIds",
            f"A campus number of {CAMPUS_ID_DIGITS} digits.",
            "campus_id_repadded",
            "The leading zeros that a spreadsheet dropped were put back. Nothing to do.",
            value=digits,
        )
    return digits.zfill(CAMPUS_ID_DIGITS)


def _grade(row: Row) -> int | None:
    """The highest grade of the list; OneRoster allows several."""
    texts = [text.strip() for text in (row.typed("grades") or "").split(",") if text.strip()]
    levels = [values.grade_level(text) for text in texts]
    known = [level for level in levels if level is not None]
    if texts and not known:
        row.problem("grades", "A grade from 01 to 12, or KG, PK.", "unknown_code")
    return max(known, default=None)


def _sex(about: Row) -> str | None:
    if (about.text("sex") or "").lower() in _UNSAID_SEXES:
        return None
    return about.choice("sex", _SEXES)


def _race(about: Row) -> tuple[str, ...] | None:
    flags = {race: about.yes_no(column) for race, column in _RACE_COLUMNS.items()}
    if all(flag is None for flag in flags.values()):
        return None
    return tuple(race for race, flag in flags.items() if flag)


FORMAT = Format(
    id="oneroster_csv",
    title="OneRoster CSV (1.1 or 1.2)",
    vendor="1EdTech",
    kind="roster",
    covers=(),
    cadence="every night",
    description=(
        "The rostering files of the student information system: users, orgs, demographics and, in "
        "1.2, roles, uploaded together or as one .zip. It tells campus, grade, date of birth, sex "
        "and ethnicity; program flags and the graduating class come from the student roster."
    ),
    matches=_matches,
    read_tables=_read,
    check_set=_check_set,
)
