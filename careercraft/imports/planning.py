"""What applying rows would do, judged against the district as it is now.

The same plan is made twice: when a file is staged, and again when it is applied, since students
and facts may have changed in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from careercraft.imports.births import without_facts_before_birth
from careercraft.imports.decisions import Decisions, person_lookup
from careercraft.imports.evidence import FactBook, ItemPlan
from careercraft.imports.matching import (
    UNMATCHED,
    Clues,
    Directory,
    Match,
    Reason,
    Rung,
    clues_of,
    match,
    state_clue,
    student_named,
)
from careercraft.imports.pinned import keep_fields, kept_remark
from careercraft.imports.roster import (
    RosterPlan,
    Surroundings,
    changes_between,
    left_out,
    plan_student,
)
from careercraft.imports.rows import LineResult, Person, RowProblem
from careercraft.imports.stored import Plain
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.pins import Held, Pins

OUTCOMES = ("create", "change", "same", "unmatched", "ambiguous", "refused", "empty")
APPLICABLE = frozenset({"create", "change", "same"})


class PlannedRow(NamedTuple):
    """One row and what becomes of it. `reasons` stopped it, `remarks` are worth knowing."""

    line: LineResult
    outcome: str
    match: Match | None = None
    roster: RosterPlan | None = None
    items: tuple[ItemPlan, ...] = ()
    reasons: tuple[RowProblem, ...] = ()
    remarks: tuple[RowProblem, ...] = ()
    held: tuple[Held, ...] = ()
    """The corrections of the student's record that this row and its facts meet."""

    @property
    def student_id(self) -> UUID | None:
        """The student of this row, who may have to be created first."""
        if self.roster:
            return self.roster.after.id
        return self.match.student.id if self.match and self.match.student else None

    @property
    def rung(self) -> str | None:
        """The step of the ladder on which the student was found."""
        found = self.match and self.match.student and self.match.rung
        return found.value if found else None

    @property
    def problem_count(self) -> int:
        """How many things of this row could not be used."""
        return len(self.line.problems) + len(self.reasons)

    @property
    def conflicts(self) -> bool:
        """Whether the row says otherwise than a record that was corrected on request."""
        return not all(one.agrees for one in self.held)

    def plan(self) -> Plain:
        """What becomes of the row, as it is kept beside what the file says: see `stored`."""
        plan: Plain = {"items": [_kept(item) for item in self.items]} if self.items else {}
        if self.match:
            said = {"reason": self.match.reason, "rung": self.match.rung}
            plan |= {name: value for name, value in said.items() if value}
        if self.roster and self.roster.changes:
            plan["changes"] = [change._asdict() for change in self.roster.changes]
        for name in ("reasons", "remarks"):
            if said_of := getattr(self, name):
                plan[name] = [problem._asdict() for problem in said_of]
        return plan


class Planner:
    """Plans the rows of one batch, chunk by chunk, in file order."""

    def __init__(self, session: Session, keys: DistrictKeys, today: date) -> None:
        self._keys = keys
        self.pins = Pins(session, keys)
        self.directory = Directory(session, keys)
        self.facts = FactBook(session, keys, self.pins)
        self.around = Surroundings(session, keys, today)
        self.decisions = Decisions(session, keys)

    def plan(self, lines: Sequence[LineResult]) -> list[PlannedRow]:
        """The plans of one chunk; asks the database a fixed number of questions."""
        states = [state_clue(self._keys, line.person) for line in lines]
        self.directory.load_states(state for state in states if state)
        people = [
            line.person
            for line, state in zip(lines, states, strict=True)
            if (line.student is not None or line.items) and not self.directory.has(state)
        ]
        self._look_further(people)
        rows = [self._matched(line, state) for line, state in zip(lines, states, strict=True)]
        return self._with_facts(rows)

    def _look_further(self, people: list[Person]) -> None:
        """Fetch whoever might be found on the later steps, or was decided or named by us."""
        also = self.decisions.students_of(people) | set(filter(None, map(student_named, people)))
        self.directory.load([clues_of(self._keys, person) for person in people], also)

    def _clues(self, person: Person, state: bytes | None) -> Clues:
        """The first step alone where it finds somebody: the others cost a hash each."""
        if self.directory.has(state):
            return Clues(state, (), (), None)
        return clues_of(self._keys, person)

    def _matched(self, line: LineResult, state: bytes | None) -> PlannedRow:
        if line.student is None and not line.items:
            return PlannedRow(line, "refused" if line.problems else "empty")
        clues = self._clues(line.person, state)
        found = self._decided(line, match(line.person, clues, self.directory))
        if found.reason is Reason.NOT_OURS:
            return PlannedRow(line, "empty", found)
        if found.student is None and found.reason not in UNMATCHED:
            return PlannedRow(line, "ambiguous", found)
        if found.student is not None:
            line = without_facts_before_birth(line, found.student.identity.birth_date)
        if line.refused:
            return PlannedRow(line, "refused", found)
        if line.student is not None:
            return self._roster_row(line, found)
        return PlannedRow(line, "same" if found.student else "unmatched", found)

    def _decided(self, line: LineResult, found: Match) -> Match:
        """What the ladder found, or where it is not certain, what somebody decided before."""
        named = student_named(line.person)
        if named:
            return Match(self.directory.by_id(named), Rung.TYPED, None)
        decision = None if found.student else self.decisions.of(line.person)
        if decision is None:
            return found
        if decision.student_id is None:
            return Match(None, Rung.DECISION, Reason.NOT_OURS)
        known = self.directory.by_id(decision.student_id)
        return Match(known, Rung.DECISION, None) if known else found

    def waiting_lookup(self, row: PlannedRow) -> bytes | None:
        """The hash under which a row waits for a decision; None where none is needed."""
        if row.outcome not in {"unmatched", "ambiguous"}:
            return None
        return person_lookup(self._keys, row.line.person)

    def _roster_row(self, line: LineResult, found: Match) -> PlannedRow:
        if line.student is None:
            raise ValueError("This row is not of a roster.")
        young = left_out(line, found.student)
        if young:
            return PlannedRow(line, "empty", remarks=(young,))
        plan, reasons, remarks = plan_student(line, line.student, found.student, self.around)
        if plan is None:
            return PlannedRow(line, "refused", found, reasons=reasons)
        plan, held = self._with_corrections(plan, line)
        if self.directory.changed_in_file(plan.after.id):
            remarks = (*remarks, _named_again(line))
        if plan.outcome != "same":
            self.directory.put(plan.after, created=plan.before is None)
        return PlannedRow(line, plan.outcome, found, plan, (), (), remarks, held)

    def _with_corrections(
        self, plan: RosterPlan, line: LineResult
    ) -> tuple[RosterPlan, tuple[Held, ...]]:
        """The plan with what was corrected on request left as it is."""
        if plan.before is None or not self.pins.fields(plan.before.id):
            return plan, ()
        kept, held = keep_fields(self.pins, line, plan.after)
        changes = changes_between(plan.before, kept, self.around)
        return RosterPlan(plan.before, kept, changes), held

    def _with_facts(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        keyed = [[self.facts.key(item) for item in row.line.items] for row in rows]
        self.facts.load(
            (row.student_id, key)
            for row, keys in zip(rows, keyed, strict=True)
            if row.student_id and row.outcome in APPLICABLE
            for key in keys
        )
        planned = [self._facts_of(row, keys) for row, keys in zip(rows, keyed, strict=True)]
        return [_with_pins(row) for row in planned]

    def _facts_of(self, row: PlannedRow, keys: list[bytes]) -> PlannedRow:
        student_id = row.student_id
        if student_id is None or row.outcome not in APPLICABLE or not keys:
            return row
        planned = [
            self.facts.plan(student_id, key, item)
            for key, item in zip(keys, row.line.items, strict=True)
        ]
        return row._replace(items=tuple(planned), outcome=_outcome(row, planned))


def _kept(item: ItemPlan) -> Plain:
    kept: Plain = {"outcome": item.outcome}
    if item.old is not None:
        kept["old"] = item.old
    if item.repeated:
        kept["repeated"] = True
    return kept


def _with_pins(row: PlannedRow) -> PlannedRow:
    """The row with every correction that it meets, and a remark where it disagrees."""
    of_items = [item.held for item in row.items if item.held]
    if not of_items and not row.held:
        return row
    held = (*row.held, *of_items)
    if all(one.agrees for one in held):
        return row._replace(held=held)
    return row._replace(held=held, remarks=(*row.remarks, kept_remark(row.line)))


def _outcome(row: PlannedRow, items: Sequence[ItemPlan]) -> str:
    """A student to create or change outweighs their facts; a new fact outweighs a changed one."""
    outcomes = {item.outcome for item in items}
    if row.roster is not None:
        moved = row.outcome == "same" and outcomes != {"same"}
        return "change" if moved else row.outcome
    return next(each for each in ("create", "change", "same") if each in outcomes)


def _named_again(line: LineResult) -> RowProblem:
    return RowProblem(
        line.file,
        line.line,
        None,
        None,
        "One row per student; an earlier row of this file is about the same student.",
        "Where the two differ, this later row counts.",
        "named_again",
    )
