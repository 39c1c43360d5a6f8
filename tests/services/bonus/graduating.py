"""Graduates whose bonus is judged: students with a stored outcome, as many as a test needs."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import Campus, Outcome
from careercraft.services.context import Desk
from tests.seed import add_student

CLASS = 2025
PATHS = {"college": "not_met", "career": "not_met", "military": "not_met"}
BY_COLLEGE = {**PATHS, "college": "met"}


def graduate(
    desk: Desk,
    campus: Campus,
    first_name: str,
    *,
    last_name: str = "Ibarra",
    state: str | None = "not_met",
    waits_for: str = "",
    poor: bool | None = True,
    special: bool | None = False,
    paths: dict[str, str] | None = None,
    class_of: int = CLASS,
    status: str = "graduated",
    state_unique_id: str | None = None,
) -> UUID:
    """One graduate; without a state nobody has judged them. The caller commits."""
    student = add_student(
        desk.session,
        desk.keys,
        campus,
        first_name=first_name,
        last_name=last_name,
        class_of=class_of,
        state_unique_id=state_unique_id,
    )
    student.status = status
    if state is not None:
        desk.session.add(
            _outcome(desk, student.id, class_of, state, waits_for, poor, special, paths)
        )
    desk.session.flush()
    return student.id


def group(
    desk: Desk, campus: Campus, number: int, *, met: int, poor: bool = True, class_of: int = CLASS
) -> None:
    """Many graduates alike, the first of them met."""
    for each in range(number):
        graduate(
            desk,
            campus,
            f"G{each:03d}",
            state="met" if each < met else "not_met",
            poor=poor,
            paths=BY_COLLEGE if each < met else PATHS,
            class_of=class_of,
        )
    desk.session.commit()


def _outcome(
    desk: Desk,
    student_id: UUID,
    class_of: int,
    state: str,
    waits_for: str,
    poor: bool | None,
    special: bool | None,
    paths: dict[str, str] | None,
) -> Outcome:
    return Outcome(
        id=uuid4(),
        district_id=desk.actor.district_id,
        student_id=student_id,
        class_of=class_of,
        edition="test",
        state="not_met",
        only_by_sunsetting_ibc=False,
        indicators={},
        gaps={},
        standing="read",
        bonus_state=state,
        bonus_paths=paths or PATHS,
        bonus_waits_for=waits_for,
        bonus_standing="read",
        economically_disadvantaged=poor,
        special_education=special,
        rules_fingerprint="",
        facts_fingerprint="",
        as_of=desk.now.date(),
        computed_at=desk.now,
    )
