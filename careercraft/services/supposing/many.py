"""What if, for a chosen set of students: who becomes met, by what, and how each campus would stand.

Nothing of it is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from careercraft.calc import GraduatingClass
from careercraft.calc.explain import level_word
from careercraft.clock import TEXAS
from careercraft.exports import Column, Exported, Sheet
from careercraft.models import Campus, Outcome, Student
from careercraft.privacy.access import permissions, require, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from, profile_from
from careercraft.privacy.permissions import Permission
from careercraft.services import lists, rosters
from careercraft.services.class_counts import counts_by_campus
from careercraft.services.context import Desk
from careercraft.services.facts import stored_facts, student_facts
from careercraft.services.knowledge import Knowledge, knowledge
from careercraft.services.outcomes import states_of
from careercraft.services.records.contested import statements_for
from careercraft.services.rosters import RosterQuery
from careercraft.services.rosters.words import INDICATOR_NAMES, STATE_NAMES
from careercraft.services.students import name_order
from careercraft.services.supposing.codes import Supposed
from careercraft.services.supposing.compared import Verdicts, judged
from careercraft.services.supposing.facts import lacks_the_score, with_supposed
from careercraft.services.supposing.words import in_words

STUDENTS_AT_A_TIME = 250
ROWS_PER_PAGE = 50
MET = "met"


class SetRow(NamedTuple):
    """One student, as they are and as supposed."""

    id: UUID
    name: str
    campus_name: str
    before: str
    before_level: str | None
    after: str
    after_level: str | None
    gained: tuple[str, ...]
    """The indicators that become met."""
    bonus_before: str
    bonus_after: str
    lacks_score: bool
    statements: tuple[str, ...] = ()

    @property
    def becomes_met(self) -> bool:
        """Whether the point is gained."""
        return self.before != MET and self.after == MET

    @property
    def changes(self) -> bool:
        """Whether anything that the table shows changes."""
        return bool(self.gained) or (self.before, self.before_level, self.bonus_before) != (
            self.after,
            self.after_level,
            self.bonus_after,
        )


class Count(NamedTuple):
    """How many are met before and after, of how many."""

    label: str
    before: int
    after: int
    total: int

    @property
    def more(self) -> int:
        """How many more."""
        return self.after - self.before


class SetWhatIf(NamedTuple):
    """Everything that the page shows."""

    class_of: int
    on: date
    supposed: tuple[tuple[str, str], ...]
    """Each supposition: its code, and in words."""
    total: int
    rows: tuple[SetRow, ...]
    page: int
    pages: int
    whole: Count
    bonus: Count
    indicators: tuple[Count, ...]
    """Those whose number changes."""
    campuses: tuple[Count, ...]
    lacking: int
    """Chosen students without the score that points are supposed on top of."""
    standings: frozenset[str]
    may_export: bool


class _Tried(NamedTuple):
    row: Row[Any]
    before: Verdicts
    after: Verdicts
    was: dict[str, str]
    now: dict[str, str]
    """The states of the indicators on both sides."""
    lacks_score: bool


def what_if(
    desk: Desk, asked: RosterQuery, supposed: Sequence[Supposed], page: int = 1
) -> SetWhatIf:
    """The students of a roster, or the chosen ones of it, as supposed; raises `NotFound`."""
    found = _worked_out(desk, asked, supposed)
    pages = max(1, -(-found.total // ROWS_PER_PAGE))
    page = min(max(1, page), pages)
    first = (page - 1) * ROWS_PER_PAGE
    rows = _with_statements(desk, found.rows[first : first + ROWS_PER_PAGE])
    details = {"shown": len(rows), "what_if": True}
    shown = [row.id for row in rows]
    desk.record(Event.ROSTER_VIEWED, "class", details=details, students=shown)
    desk.session.commit()
    return found._replace(rows=rows, page=page, pages=pages)


def export(desk: Desk, asked: RosterQuery, supposed: Sequence[Supposed], format_: str) -> Exported:
    """The whole set as a file of `csv` or `xlsx`; that it was taken is recorded."""
    require(desk.actor, Permission.CAMPUS_LISTS_EXPORT)
    found = _worked_out(desk, asked, supposed)
    sheet = _sheet(desk, found._replace(rows=_with_statements(desk, found.rows)))
    details = {"class_of": asked.class_of}
    students = [row.id for row in found.rows]
    return lists.taken_away(
        desk, sheet, format_, object_type="class", details=details, students=students
    )


def _worked_out(desk: Desk, asked: RosterQuery, supposed: Sequence[Supposed]) -> SetWhatIf:
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    on = desk.now.astimezone(TEXAS).date()
    tried = list(_tried(desk, rosters.students_of(desk, asked), supposed, on))
    opened = [
        (name_order(identity), _row(one, identity.listed_name))
        for one in tried
        for identity in (identity_from(desk.keys, one.row.id, one.row.identity_sealed),)
    ]
    opened.sort(key=lambda pair: (not pair[1].becomes_met, not pair[1].changes, *pair[0]))
    rows = tuple(row for _, row in opened)
    return SetWhatIf(
        asked.class_of,
        on,
        tuple((one.code, in_words(one, asked.class_of)) for one in supposed),
        len(rows),
        rows,
        1,
        1,
        _count("CCMR met", ((row.before, row.after) for row in rows)),
        _count("Outcomes bonus met", ((row.bonus_before, row.bonus_after) for row in rows)),
        tuple(_indicators(tried)),
        tuple(_campuses(desk, asked.class_of, tried)),
        sum(row.lacks_score for row in rows),
        frozenset(one.after.result.standing.value for one in tried),
        Permission.CAMPUS_LISTS_EXPORT in permissions(desk.actor),
    )


def _tried(
    desk: Desk, ids: Iterable[UUID], supposed: Sequence[Supposed], on: date
) -> Iterator[_Tried]:
    rows = list(desk.session.execute(_students(desk, ids)))
    known = knowledge(desk.session)
    for start in range(0, len(rows), STUDENTS_AT_A_TIME):
        some = rows[start : start + STUDENTS_AT_A_TIME]
        evidence = stored_facts(desk, [row.id for row in some])
        for row in some:
            yield _try(desk, row, evidence.get(row.id, ()), known, supposed, on)


def _try(  # noqa: PLR0917 - a student with all that is known and supposed
    desk: Desk,
    row: Row[Any],
    stored: Any,
    known: Knowledge,
    supposed: Sequence[Supposed],
    on: date,
) -> _Tried:
    profile = profile_from(desk.keys, row.id, row.profile_sealed)
    kinds = known.of(row.campus_id, row.class_of)
    facts = student_facts(row.class_of, row.status, profile, stored, kinds)
    before = judged(facts)
    after = judged(with_supposed(facts, supposed, on)) if supposed else before
    was, now = states_of(before.result), states_of(after.result)
    return _Tried(row, before, after, was, now, lacks_the_score(facts, supposed))


def _students(desk: Desk, ids: Iterable[UUID]) -> Any:
    return (
        select(
            Student.id,
            Student.campus_id,
            Student.class_of,
            Student.status,
            Student.identity_sealed,
            Student.profile_sealed,
            Campus.name.label("campus_name"),
            Outcome.state,
        )
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            visible_students(desk.actor), Student.removed_at.is_(None), Student.id.in_(list(ids))
        )
        .order_by(Student.id)
    )


def _row(one: _Tried, name: str) -> SetRow:
    before, after = one.before.result, one.after.result
    return SetRow(
        one.row.id,
        name,
        one.row.campus_name,
        before.state.value,
        level_word(before.level.value) if before.level else None,
        after.state.value,
        level_word(after.level.value) if after.level else None,
        _gained(one),
        one.before.bonus.state.value,
        one.after.bonus.state.value,
        one.lacks_score,
    )


def _gained(one: _Tried) -> tuple[str, ...]:
    return tuple(
        name
        for id_, name in INDICATOR_NAMES.items()
        if one.was.get(id_) != MET and one.now.get(id_) == MET
    )


# Counting


def _count(label: str, pairs: Iterable[tuple[str, str]]) -> Count:
    told = list(pairs)
    before = sum(one == MET for one, _ in told)
    return Count(label, before, sum(one == MET for _, one in told), len(told))


def _indicators(tried: Sequence[_Tried]) -> Iterator[Count]:
    for id_, name in INDICATOR_NAMES.items():
        counted = _count(name, ((one.was.get(id_, ""), one.now.get(id_, "")) for one in tried))
        if counted.more:
            yield counted


def _campuses(desk: Desk, class_of: int, tried: Sequence[_Tried]) -> Iterator[Count]:
    """The rate of each campus of the set: the stored counts, with the set as it is judged now."""
    now: Counter[UUID] = Counter()
    later: Counter[UUID] = Counter()
    for one in tried:
        campus_id = one.row.campus_id
        lagging = (one.before.result.state.value == MET) - (one.row.state == MET)
        now[campus_id] += lagging
        later[campus_id] += (one.after.result.state.value == MET) - (one.row.state == MET)
    touched = {one.row.campus_id for one in tried}
    for campus in counts_by_campus(desk, class_of):
        if campus.campus_id in touched:
            before = campus.met + now[campus.campus_id]
            after = campus.met + later[campus.campus_id]
            yield Count(campus.campus_name, before, after, campus.total)


def _with_statements(desk: Desk, rows: Sequence[SetRow]) -> tuple[SetRow, ...]:
    said = statements_for(desk, [row.id for row in rows])
    return tuple(row._replace(statements=said.get(row.id, ())) for row in rows)


# As a file


def _sheet(desk: Desk, found: SetWhatIf) -> Sheet:
    told = "; ".join(words for _, words in found.supposed) or "Nothing is supposed"
    facts = lists.facts(
        desk,
        f"What if, class of {found.class_of}: {told}. Supposed, not recorded.",
        rule_year=f"Accountability {GraduatingClass(found.class_of).rated_in()}",
        standings=found.standings,
        more=tuple(_facts(found)),
    )
    stem = f"what-if-class-of-{found.class_of}"
    title = f"What if, class of {found.class_of}"
    return Sheet(stem, title, facts, COLUMNS, [_cells(row) for row in found.rows])


def _facts(found: SetWhatIf) -> Iterator[tuple[str, str]]:
    for one in (found.whole, found.bonus, *found.indicators):
        yield f"Chosen students, {one.label}", _told(one)
    for one in found.campuses:
        yield f"{one.label}, CCMR met", _told(one)


def _told(one: Count) -> str:
    return f"{one.before} of {one.total} now, {one.after} of {one.total} supposed"


COLUMNS = (
    Column("Student"),
    Column("Campus"),
    Column("Status now"),
    Column("Level now"),
    Column("Status, supposed"),
    Column("Level, supposed"),
    Column("Becomes met"),
    Column("Indicators that become met"),
    Column("Outcomes bonus now"),
    Column("Outcomes bonus, supposed"),
    Column("No score on file to add points to"),
    Column("Contested by the family, with its statement"),
)


def _cells(row: SetRow) -> list[Any]:
    return [
        row.name,
        row.campus_name,
        STATE_NAMES[row.before],
        row.before_level,
        STATE_NAMES[row.after],
        row.after_level,
        row.becomes_met,
        "; ".join(row.gained),
        STATE_NAMES[row.bonus_before],
        STATE_NAMES[row.bonus_after],
        row.lacks_score,
        "; ".join(row.statements),
    ]
