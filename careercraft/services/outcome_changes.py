"""What came out otherwise when a student was judged anew, and whether facts or rules made it so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import insert

from careercraft.models import OutcomeChange
from careercraft.services.context import Desk


class Before(NamedTuple):
    """The parts of a stored outcome that a new judgement is compared with."""

    state: str
    level: str | None
    indicators: dict[str, str]
    rules_fingerprint: str
    facts_fingerprint: str


def keep_changes(
    desk: Desk, before: Mapping[UUID, Before], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Keep what differs of freshly stored outcomes; a first judgement is no change."""
    changes = [
        _change(desk, before[row["student_id"]], row)
        for row in rows
        if row["student_id"] in before and _differs(before[row["student_id"]], row)
    ]
    if changes:
        desk.session.execute(insert(OutcomeChange), changes)


def _differs(before: Before, row: Mapping[str, Any]) -> bool:
    return (before.state, before.level) != (row["state"], row["level"]) or bool(
        _indicators(before, row)
    )


def _indicators(before: Before, row: Mapping[str, Any]) -> dict[str, list[str]]:
    """State before and after of each indicator that both judgements know."""
    return {
        id_: [was, row["indicators"][id_]]
        for id_, was in before.indicators.items()
        if id_ in row["indicators"] and row["indicators"][id_] != was
    }


def _because(before: Before, row: Mapping[str, Any]) -> str:
    facts = before.facts_fingerprint != row["facts_fingerprint"]
    rules = before.rules_fingerprint != row["rules_fingerprint"]
    if facts and rules:
        return "both"
    return "rules" if rules else "facts"


def _change(desk: Desk, before: Before, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "district_id": desk.actor.district_id,
        "student_id": row["student_id"],
        "state_before": before.state,
        "state_after": row["state"],
        "level_before": before.level,
        "level_after": row["level"],
        "indicators": _indicators(before, row),
        "because": _because(before, row),
        "changed_at": desk.now,
    }
