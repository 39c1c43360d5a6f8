"""What came out otherwise when a student was judged anew, and whether facts or rules made it so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import insert

from careercraft.models import OutcomeChange
from careercraft.services.context import Desk
from careercraft.services.outcome_causes import causes_since

RULES = "rules"


class Before(NamedTuple):
    """The parts of a stored outcome that a new judgement is compared with."""

    state: str
    level: str | None
    indicators: dict[str, str]
    rules_fingerprint: str
    facts_fingerprint: str
    computed_at: datetime


def keep_changes(
    desk: Desk, before: Mapping[UUID, Before], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Keep what differs of freshly stored outcomes; a first judgement is no change."""
    changes = [
        _change(desk, before[row["student_id"]], row)
        for row in rows
        if row["student_id"] in before and _differs(before[row["student_id"]], row)
    ]
    _name_causes(desk, before, changes)
    if changes:
        desk.session.execute(insert(OutcomeChange), changes)


def _name_causes(
    desk: Desk, before: Mapping[UUID, Before], changes: Iterable[dict[str, Any]]
) -> None:
    """Say of each change that facts made which facts came, went or were amended since."""
    by_facts = [one for one in changes if one["because"] != RULES]
    since = {one["student_id"]: before[one["student_id"]].computed_at for one in by_facts}
    found = causes_since(desk.session, since) if since else {}
    for one in by_facts:
        one["causes"] = found.get(one["student_id"], {})


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
    return RULES if rules else "facts"


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
        "causes": {},
        "changed_at": desk.now,
    }
