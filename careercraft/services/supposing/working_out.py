"""What if, for many students: each judged twice, once as they are and once as supposed.

What comes of it names nobody and can be kept; `many` puts the names to it when somebody looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from careercraft.calc.explain import level_word
from careercraft.clock import TEXAS
from careercraft.models import Campus, Outcome, Student
from careercraft.privacy.access import require, visible_students
from careercraft.privacy.identity import identity_from, profile_from
from careercraft.privacy.permissions import Permission
from careercraft.services.class_counts import counts_by_campus
from careercraft.services.context import Desk
from careercraft.services.facts import stored_facts, student_facts
from careercraft.services.knowledge import Knowledge, knowledge
from careercraft.services.outcomes import states_of
from careercraft.services.rosters.words import INDICATOR_NAMES
from careercraft.services.students import name_order
from careercraft.services.supposing.codes import Supposed
from careercraft.services.supposing.compared import Verdicts, judged
from careercraft.services.supposing.facts import lacks_the_score, with_supposed

STUDENTS_AT_A_TIME = 100
MET = "met"
Progress = Callable[[int, int], None]


class Line(NamedTuple):
    """One student, as they are and as supposed."""

    id: UUID
    before: str
    before_level: str | None
    after: str
    after_level: str | None
    gained: tuple[str, ...]
    """The indicators that become met."""
    bonus_before: str
    bonus_after: str
    lacks_score: bool

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


class WorkedOut(NamedTuple):
    """What follows for a chosen set; `lines` has who becomes met first, then who changes at all,
    each by name."""

    class_of: int
    on: date
    lines: tuple[Line, ...]
    indicators: tuple[Count, ...]
    """Those whose number changes."""
    campuses: tuple[Count, ...]
    standings: frozenset[str]


class _Tried(NamedTuple):
    row: Row[Any]
    line: Line
    was: dict[str, str]
    now: dict[str, str]
    """The states of the indicators on both sides."""
    standing: str

    @property
    def place(self) -> tuple[bool, bool]:
        return (not self.line.becomes_met, not self.line.changes)


def work_out(
    desk: Desk,
    class_of: int,
    ids: Iterable[UUID],
    supposed: Sequence[Supposed],
    progress: Progress = lambda _done, _total: None,
) -> WorkedOut:
    """Judge these students twice, as far as the reader may see them; nothing is recorded."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    on = desk.now.astimezone(TEXAS).date()
    tried = list(_tried(desk, ids, supposed, on, progress))
    names = {
        one.line.id: name_order(identity_from(desk.keys, one.row.id, one.row.identity_sealed))
        for one in tried
    }
    tried.sort(key=lambda one: (*one.place, *names[one.line.id]))
    return WorkedOut(
        class_of,
        on,
        tuple(one.line for one in tried),
        tuple(_indicators(tried)),
        tuple(_campuses(desk, class_of, tried)),
        frozenset(one.standing for one in tried),
    )


def counted(label: str, pairs: Iterable[tuple[str, str]]) -> Count:
    """How many of these states are met on each side."""
    told = list(pairs)
    before = sum(one == MET for one, _ in told)
    return Count(label, before, sum(one == MET for _, one in told), len(told))


def _tried(
    desk: Desk, ids: Iterable[UUID], supposed: Sequence[Supposed], on: date, progress: Progress
) -> Iterator[_Tried]:
    rows = list(desk.session.execute(_students(desk, ids)))
    known = knowledge(desk.session)
    for start in range(0, len(rows), STUDENTS_AT_A_TIME):
        progress(start, len(rows))
        some = rows[start : start + STUDENTS_AT_A_TIME]
        evidence = stored_facts(desk, [row.id for row in some])
        for row in some:
            yield _try(desk, row, evidence.get(row.id, ()), known, supposed, on)
    progress(len(rows), len(rows))


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
    line = _line(row.id, before, after, _gained(was, now), lacks_the_score(facts, supposed))
    return _Tried(row, line, was, now, after.result.standing.value)


def _students(desk: Desk, ids: Iterable[UUID]) -> Any:
    return (
        select(
            Student.id,
            Student.campus_id,
            Student.class_of,
            Student.status,
            Student.identity_sealed,
            Student.profile_sealed,
            Outcome.state,
        )
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            visible_students(desk.actor), Student.removed_at.is_(None), Student.id.in_(list(ids))
        )
        .order_by(Student.id)
    )


def _line(
    student_id: UUID, before: Verdicts, after: Verdicts, gained: tuple[str, ...], lacks: bool
) -> Line:
    return Line(
        student_id,
        before.result.state.value,
        level_word(before.result.level.value) if before.result.level else None,
        after.result.state.value,
        level_word(after.result.level.value) if after.result.level else None,
        gained,
        before.bonus.state.value,
        after.bonus.state.value,
        lacks,
    )


def _gained(was: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        name for id_, name in INDICATOR_NAMES.items() if was.get(id_) != MET and now.get(id_) == MET
    )


def _indicators(tried: Sequence[_Tried]) -> Iterator[Count]:
    for id_, name in INDICATOR_NAMES.items():
        found = counted(name, ((one.was.get(id_, ""), one.now.get(id_, "")) for one in tried))
        if found.more:
            yield found


def _campuses(desk: Desk, class_of: int, tried: Sequence[_Tried]) -> Iterator[Count]:
    """The rate of each campus of the set: the stored counts, with the set as it is judged now."""
    now: Counter[UUID] = Counter()
    later: Counter[UUID] = Counter()
    for one in tried:
        campus_id, stored = one.row.campus_id, one.row.state == MET
        now[campus_id] += (one.line.before == MET) - stored
        later[campus_id] += (one.line.after == MET) - stored
    for campus in counts_by_campus(desk, class_of):
        if campus.campus_id in now:
            before = campus.met + now[campus.campus_id]
            after = campus.met + later[campus.campus_id]
            yield Count(campus.campus_name, before, after, campus.total)
