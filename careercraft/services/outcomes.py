"""Judging students and keeping what the rules said, with the fingerprints of rules and facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from careercraft.calc import (
    Finding,
    StudentFacts,
    StudentResult,
    evaluate_student,
    rules_for_student,
)
from careercraft.calc.bonus import BonusResult, judge_bonus
from careercraft.calc.campus import outcome_of
from careercraft.calc.fingerprint import facts_fingerprint as fingerprint_of
from careercraft.clock import TEXAS
from careercraft.models import Outcome, Student
from careercraft.privacy.access import require
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from, profile_from
from careercraft.privacy.lookup import facts_fingerprint
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, tasks
from careercraft.services.chase.asks import asks_of
from careercraft.services.context import Desk
from careercraft.services.facts import StoredFact, stored_facts, student_facts
from careercraft.services.group_counts import GroupTally
from careercraft.services.knowledge import Knowledge, knowledge
from careercraft.services.outcome_changes import Before, keep_changes

STUDENTS_AT_A_TIME = 250
NO_EVIDENCE: tuple[StoredFact, ...] = ()


class Fingerprints(NamedTuple):
    """What an outcome rests on; equal fingerprints make an equal outcome."""

    rules: str
    facts: str


def ask_to_recompute(desk: Desk, campus_id: UUID) -> UUID:
    """Ask for a campus to be judged anew; returns the task, which the caller enqueues."""
    require(desk.actor, Permission.CAMPUS_OUTCOMES_RECOMPUTE)
    campus = districts.campus(desk, campus_id)
    task = tasks.start(desk, "recompute_campus", campus.id)
    desk.session.commit()
    return task.id


def recompute_campus(
    desk: Desk, campus_id: UUID, progress: Callable[[int, int], None]
) -> Counter[str]:
    """Judge every student of a campus; returns how many outcomes were new, changed or the same."""
    known = knowledge(desk.session)
    students = _students_of(desk, campus_id)
    tally: Counter[str] = Counter()
    in_groups = GroupTally()
    done = 0
    for some in _in_portions(students):
        tally.update(_recompute(desk, some, known, in_groups))
        done += len(some)
        progress(done, len(students))
    in_groups.keep(desk, campus_id)
    desk.record(Event.OUTCOMES_RECOMPUTED, "campus", campus_id, details=dict(tally))
    desk.session.commit()
    return tally


def judge(desk: Desk, student: Any, stored: Sequence[StoredFact], known: Knowledge) -> Judgement:
    """Apply the rules of a student's class to what is stored about the student."""
    return _judge(desk, _facts(desk, student, stored, known))


def _facts(
    desk: Desk, student: Any, stored: Sequence[StoredFact], known: Knowledge
) -> StudentFacts:
    profile = profile_from(desk.keys, student.id, student.profile_sealed)
    kinds = known.of(student.campus_id, student.class_of)
    return student_facts(student.class_of, student.status, profile, stored, kinds)


def _judge(desk: Desk, facts: StudentFacts) -> Judgement:
    rules = rules_for_student(facts)
    result = evaluate_student(facts, rules)
    bonus = judge_bonus(facts, rules, result.indicators)
    return Judgement(result, bonus, facts_fingerprint(desk.keys, result.facts_fingerprint))


def _present(desk: Desk, facts: StudentFacts) -> Fingerprints:
    """What an outcome of these facts would rest on, known before any rule is applied."""
    mine = facts_fingerprint(desk.keys, fingerprint_of(facts))
    return Fingerprints(rules_for_student(facts).fingerprint, mine)


class Judgement(NamedTuple):
    """Accountability and outcomes bonus, and the keyed fingerprint of the facts they rest on."""

    result: StudentResult
    bonus: BonusResult
    facts_fingerprint: str


def states_of(result: StudentResult) -> dict[str, str]:
    """State per indicator, with the two subjects of TSI as `tsi.rla` and `tsi.math`."""
    states = {name: finding.state.value for name, finding in result.indicators.items()}
    for part in result.indicators["tsi"].parts:
        states[f"tsi.{part.id}"] = part.state.value
    return states


def gaps_of(result: StudentResult) -> dict[str, Any]:
    """What is missing per indicator and TSI subject, where it can be counted."""
    findings: dict[str, Finding] = dict(result.indicators)
    findings.update({f"tsi.{part.id}": part for part in result.indicators["tsi"].parts})
    return {
        name: {
            "amount": str(finding.gap.amount),
            "unit": finding.gap.unit,
            "what": finding.gap.what,
            "share": float(finding.gap.share),
        }
        for name, finding in findings.items()
        if finding.gap is not None
    }


def _students_of(desk: Desk, campus_id: UUID) -> list[Row[Any]]:
    query = (
        select(
            Student.id,
            Student.campus_id,
            Student.class_of,
            Student.status,
            Student.identity_sealed,
            Student.profile_sealed,
        )
        .where(Student.campus_id == campus_id, Student.removed_at.is_(None))
        .order_by(Student.id)
    )
    return list(desk.session.execute(query))


def _in_portions(students: list[Row[Any]]) -> Iterator[list[Row[Any]]]:
    for start in range(0, len(students), STUDENTS_AT_A_TIME):
        yield students[start : start + STUDENTS_AT_A_TIME]


def _recompute(
    desk: Desk, students: list[Row[Any]], known: Knowledge, in_groups: GroupTally
) -> Counter[str]:
    ids = [student.id for student in students]
    evidence = stored_facts(desk, ids)
    before = _stored(desk, ids)
    tally: Counter[str] = Counter()
    rows = []
    for student in students:
        facts = _facts(desk, student, evidence.get(student.id, NO_EVIDENCE), known)
        earlier = before.get(student.id, NEVER_JUDGED)
        fate = _fate(earlier.fingerprints, _present(desk, facts))
        tally[fate] += 1
        state = earlier.state
        if fate != "same":
            rows.append(_row(desk, student.id, facts, _judge(desk, facts)))
            state = rows[-1]["state"]
        identity = identity_from(desk.keys, student.id, student.identity_sealed)
        in_groups.add(identity, facts, state)
    if rows:
        _keep(desk, rows)
        keep_changes(desk, {id_: one.was for id_, one in before.items() if one.was}, rows)
    return tally


def _fate(before: Fingerprints | None, after: Fingerprints) -> str:
    if before is None:
        return "new"
    return "same" if before == after else "changed"


class _Stored(NamedTuple):
    """What is kept of a student."""

    state: str
    fingerprints: Fingerprints | None
    was: Before | None


NEVER_JUDGED = _Stored("unknown", None, None)


def _stored(desk: Desk, ids: list[UUID]) -> dict[UUID, _Stored]:
    query = select(
        Outcome.student_id,
        Outcome.state,
        Outcome.level,
        Outcome.indicators,
        Outcome.rules_fingerprint,
        Outcome.facts_fingerprint,
        Outcome.computed_at,
        Outcome.asks.is_(None).label("never_asked"),
    ).where(Outcome.student_id.in_(ids))
    return {
        row.student_id: _Stored(
            row.state,
            None if row.never_asked else Fingerprints(row.rules_fingerprint, row.facts_fingerprint),
            Before(*row[1:7]),
        )
        for row in desk.session.execute(query)
    }


def _row(desk: Desk, student_id: UUID, facts: StudentFacts, judgement: Judgement) -> dict[str, Any]:
    result = judgement.result
    counted = outcome_of(result, facts, rules_for_student(facts))
    return {
        "id": uuid4(),
        "district_id": desk.actor.district_id,
        "student_id": student_id,
        "class_of": int(result.class_of),
        "edition": result.edition,
        "state": result.state.value,
        "level": result.level.value if result.level else None,
        "sure_level": counted.sure_level.value if counted.sure_level else None,
        "only_by_sunsetting_ibc": bool(result.only_by_sunsetting_ibc),
        "only_by_tier_3_ibc": counted.only_by_tier_3_ibc,
        "indicators": states_of(result),
        "gaps": gaps_of(result),
        "asks": asks_of(result, judgement.bonus),
        "standing": result.standing.value,
        **_bonus_columns(judgement.bonus, facts),
        "rules_fingerprint": result.rules_fingerprint,
        "facts_fingerprint": judgement.facts_fingerprint,
        "as_of": desk.now.astimezone(TEXAS).date(),
        "computed_at": desk.now,
    }


def _bonus_columns(bonus: BonusResult, facts: StudentFacts) -> dict[str, Any]:
    """The bonus, and the two flags that say in which of its groups the student counts."""
    return {
        "bonus_state": bonus.state.value,
        "bonus_paths": {path: finding.state.value for path, finding in bonus.paths.items()},
        "bonus_waits_for": bonus.waits_for,
        "bonus_standing": bonus.standing.value,
        "economically_disadvantaged": facts.economically_disadvantaged,
        "special_education": facts.special_education,
    }


def _keep(desk: Desk, rows: list[dict[str, Any]]) -> None:
    keep = insert(Outcome)
    changed = {
        column.name: keep.excluded[column.name]
        for column in Outcome.__table__.columns
        if column.name not in ("id", "district_id", "student_id")
    }
    desk.session.execute(
        keep.on_conflict_do_update(index_elements=["district_id", "student_id"], set_=changed),
        rows,
    )
