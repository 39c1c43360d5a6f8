"""From evidence to the students of a program: their years in it, their records, the district's.

Ids only; names are opened where a page lists somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.obm.figures import Count
from careercraft.calc.obm.students import GROUPS, Milestone, ProgramStudent, ProgramYear
from careercraft.models import Evidence, Student
from careercraft.privacy.identity import profile_from
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import sources
from careercraft.services.context import Desk
from careercraft.services.facts import StoredFact, stored_facts, student_facts
from careercraft.services.knowledge import Knowledge, knowledge
from careercraft.services.programs import ProgramView, present_year

MEMBER, ABSENT, GROUP = "program_year", "program_absence", "group_year"
YEAR_KINDS = frozenset({MEMBER, ABSENT, GROUP})
GRADES = range(9, 13)
DISTRICTS_REMEMBERED = 32
Years = Mapping[int, Mapping[str, Count]]


class Cohorts(NamedTuple):
    """Everybody who is or was in a program. `loaded`: the school years whose memberships are on
    file for the program.
    """

    students: tuple[ProgramStudent, ...]
    campus_of: Mapping[str, UUID]
    """Where each student is now, by the student's ref."""
    loaded: tuple[int, ...]


class Known(NamedTuple):
    """What is loaded completely: per campus and class, and whether memberships are at all."""

    knowledge: Knowledge
    membership: frozenset[str]


def _known(desk: Desk) -> Known:
    """Memberships are asked for by school year, so a file of any year makes them known."""
    anything = sources.known_kinds(desk.session)
    return Known(knowledge(desk.session), anything & {"program_membership"})


def cohorts(desk: Desk, program: ProgramView) -> Cohorts:
    """The students of a program that the caller has made sure may be seen."""
    ids = _members(desk)
    stored = stored_facts(desk, ids)
    mine = {one: stored[one] for one in ids if _memberships(stored[one], program)}
    rows = {row.id: row for row in desk.session.execute(_students(mine))}
    known = _known(desk)
    loaded = sorted(
        {
            int(fact.payload["school_year"])
            for one in rows
            for fact in _memberships(mine[one], program)
        }
    )
    students = tuple(
        _student(desk, row, mine[row.id], program, loaded, known) for row in rows.values()
    )
    return Cohorts(students, {str(r.id): r.campus_id for r in rows.values()}, tuple(loaded))


def student_of(desk: Desk, program: ProgramView, student_id: UUID) -> ProgramStudent | None:
    """One student as the program knows them; None who never was in it."""
    stored = stored_facts(desk, [student_id]).get(student_id, [])
    row = desk.session.execute(_students([student_id])).first()
    memberships = _memberships(stored, program)
    if row is None or not memberships:
        return None
    loaded = sorted({int(fact.payload["school_year"]) for fact in memberships})
    known = _known(desk)
    return _student(desk, row, stored, program, loaded, known)


def _members(desk: Desk) -> list[UUID]:
    """Whoever was in any program in any year; which program, only the opened fact tells."""
    query = (
        select(Evidence.student_id)
        .join(Student, Student.id == Evidence.student_id)
        .where(Evidence.kind == MEMBER, Evidence.active, Student.removed_at.is_(None))
        .distinct()
        .order_by(Evidence.student_id)
    )
    return list(desk.session.scalars(query))


def _memberships(stored: Iterable[StoredFact], program: ProgramView) -> list[StoredFact]:
    return [fact for fact in stored if fact.kind == MEMBER and _is_here(fact.payload, program)]


def _is_here(payload: Mapping[str, Any], program: ProgramView) -> bool:
    """Whether a membership is of this program; one without a campus is taken to be."""
    campus = payload.get("campus")
    return payload["program"] == program.model and campus in (None, program.campus_number)


def _students(ids: Iterable[UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Student.id,
            Student.campus_id,
            Student.class_of,
            Student.grade,
            Student.status,
            Student.profile_sealed,
        )
        .where(Student.id.in_(list(ids)), Student.removed_at.is_(None))
        .order_by(Student.id)
    )


def _student(  # noqa: PLR0917 - a row and all that its years are read from
    desk: Desk,
    row: Row[Any],
    stored: list[StoredFact],
    program: ProgramView,
    loaded: list[int],
    known: Known,
) -> ProgramStudent:
    profile = profile_from(desk.keys, row.id, row.profile_sealed)
    kinds = known.membership | known.knowledge.of(row.campus_id, row.class_of)
    facts = student_facts(row.class_of, row.status, profile, stored, kinds)
    withdrawn_in = present_year(desk) if row.status == "withdrawn" else None
    graduated_in = _graduated_in(row, profile.graduated_on)
    return ProgramStudent(
        str(row.id),
        facts,
        tuple(_years(stored, program, loaded, withdrawn_in, graduated_in)),
        tuple(_milestones(stored)),
        known=kinds,
    )


def _graduated_in(row: Row[Any], graduated_on: date | None) -> int | None:
    if row.status != "graduated":
        return None
    return int(SchoolYear.of(graduated_on)) if graduated_on else int(row.class_of)


def _years(
    stored: list[StoredFact],
    program: ProgramView,
    loaded: list[int],
    withdrawn_in: int | None,
    graduated_in: int | None,
) -> Iterator[ProgramYear]:
    """One record per school year that speaks of the student, and one for each loaded year that
    does not: who is not in the file of a year was not in the program then.

    `withdrawn_in`: the present school year, where the student has left the district.
    """
    by_year: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for fact in (fact for fact in stored if fact.kind in YEAR_KINDS):
        by_year[int(fact.payload["school_year"])].update(_said(fact, program))
    last = max(by_year, default=0)
    first = min((y for y, said in by_year.items() if said.get("member")), default=last)
    silent = [y for y in loaded if y > first and y not in by_year and _before(y, graduated_in)]
    for year in sorted({*by_year, *silent}):
        said = dict(by_year.get(year, {}))
        member = said.pop("member", False if year in loaded else None)
        here = True if said else (False if withdrawn_in and year > last else None)
        if year == withdrawn_in:
            member, here = False, False
        yield ProgramYear(SchoolYear(year), member=member, in_district=here, **said)
    if withdrawn_in and last < withdrawn_in and not any(year > last for year in silent):
        yield ProgramYear(SchoolYear(last + 1), in_district=False)


def _before(year: int, graduated_in: int | None) -> bool:
    return graduated_in is None or year <= graduated_in


def _said(fact: StoredFact, program: ProgramView) -> dict[str, Any]:
    """What one fact says of its year; a membership elsewhere says that it was not here."""
    payload = fact.payload
    said = {name: payload[name] for name in ("grade", "campus") if payload.get(name) is not None}
    if fact.kind == GROUP:
        return said | {name: payload[name] for name in GROUPS if payload.get(name) is not None}
    if payload["program"] != program.model:
        return said
    if fact.kind == ABSENT or not _is_here(payload, program):
        return said | {"member": False}
    dates = {
        name: date.fromisoformat(payload[name])
        for name in ("entered_on", "left_on")
        if payload.get(name)
    }
    return said | {"member": True} | dates


def _milestones(stored: Iterable[StoredFact]) -> Iterator[Milestone]:
    for fact in stored:
        if fact.kind == "milestone":
            on = fact.payload.get("on")
            yield Milestone(
                fact.payload["kind"], date.fromisoformat(on) if on else None, str(fact.id)
            )


# The district


def district_groups(desk: Desk) -> Years:
    """How many of the district's students in grades 9 to 12 belong to each group, by year.

    Kept as long as no fact about groups comes or goes.
    """
    of_groups = (Evidence.kind == GROUP, Evidence.active)
    latest = func.max(Evidence.recorded_at)
    state = desk.session.execute(select(func.count(), latest).where(*of_groups)).one()
    stamp = (desk.actor.district_id, state[0], state[1])
    counts = _REMEMBERED.get(stamp)
    if counts is None:
        counts = _count_groups(desk)
        _REMEMBERED.put(stamp, counts)
    return counts


class _Remembered:
    """The counts of the last districts asked about: numbers only."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Any, Years] = {}

    def get(self, stamp: Any) -> Years | None:
        """The counts under this stamp."""
        return self._kept.get(stamp)

    def put(self, stamp: Any, counts: Years) -> None:
        """Keep counts, and let go of the oldest."""
        self._kept[stamp] = counts
        while len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)))


_REMEMBERED = _Remembered(DISTRICTS_REMEMBERED)


def _count_groups(desk: Desk) -> Years:
    query = (
        select(Evidence.id, Evidence.student_id, Evidence.fact_sealed)
        .join(Student, Student.id == Evidence.student_id)
        .where(Evidence.kind == GROUP, Evidence.active, Student.removed_at.is_(None))
        .order_by(Evidence.recorded_at, Evidence.id)
    )
    said: defaultdict[int, defaultdict[UUID, dict[str, Any]]]
    said = defaultdict(lambda: defaultdict(dict))
    for row in desk.session.execute(query):
        place = Place("evidence", "fact_sealed", row.id)
        payload = unseal_json(desk.keys, place, row.fact_sealed)
        if payload.get("grade") in GRADES:
            said[payload["school_year"]][row.student_id].update(payload)
    return {year: _counts(students.values()) for year, students in said.items()}


def _counts(students: Iterable[Mapping[str, Any]]) -> dict[str, Count]:
    everybody = list(students)
    return {
        name: Count(
            sum(one.get(name) is True for one in everybody),
            len(everybody),
            sum(one.get(name) is None for one in everybody),
        )
        for name in GROUPS
        if any(one.get(name) is not None for one in everybody)
    }


def campus_classes(desk: Desk, campus_id: UUID) -> dict[int, Count]:
    """The four-year classes of a campus: who graduated of all who are on file with the class."""
    query = (
        select(Student.class_of, Student.status, func.count())
        .where(Student.campus_id == campus_id, Student.removed_at.is_(None))
        .group_by(Student.class_of, Student.status)
    )
    counted: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for class_of, status, number in desk.session.execute(query):
        counted[class_of][status] = number
    return {
        class_of: Count(by_status.get("graduated", 0), sum(by_status.values()))
        for class_of, by_status in counted.items()
    }
