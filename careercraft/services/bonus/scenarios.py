"""A "what if" under a name. It holds opaque ids and numbers, and never touches an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.models import BonusScenario
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.people import names_of

LONGEST_NAME = 80
MOST_MARKED = 500


class BadScenario(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A scenario cannot be kept like this; the text says why."""


class Supposed(NamedTuple):
    """What is supposed beyond the records.

    `marked`: students who would meet the bonus. `more`: further graduates per group who would,
    without saying which. `rate`: the enrolment rate in percent; None leaves it as it stands.
    """

    marked: frozenset[UUID] = frozenset()
    more: Mapping[str, int] = {}
    rate: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is supposed."""
        return not self.marked and not any(self.more.values()) and self.rate is None


class Scenario(NamedTuple):
    """A kept scenario."""

    id: UUID
    class_of: int
    name: str
    supposed: Supposed
    created_by: str
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None


def scenarios(desk: Desk, class_of: int, *, deleted: bool = False) -> list[Scenario]:
    """The kept scenarios of a class by name, or those that were deleted."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    gone = BonusScenario.deleted_at.is_not(None) if deleted else BonusScenario.deleted_at.is_(None)
    query = select(BonusScenario).where(BonusScenario.class_of == class_of, gone)
    rows = list(desk.session.scalars(query))
    names = names_of(desk, {row.created_by for row in rows})
    opened = [_opened(desk, row, names) for row in rows]
    return sorted(opened, key=lambda one: (one.name.casefold(), one.created_at))


def scenario(desk: Desk, scenario_id: UUID) -> Scenario:
    """One scenario that was not deleted; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    row = _found(desk, scenario_id)
    if row.deleted_at is not None:
        raise NotFound("scenario")
    return _opened(desk, row, names_of(desk, {row.created_by}))


def save(desk: Desk, class_of: int, name: str, supposed: Supposed) -> UUID:
    """Keep a scenario under a name; raises `BadScenario`."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    checked = _checked_name(name)
    _refuse_taken(desk, class_of, checked)
    if len(supposed.marked) > MOST_MARKED:
        raise BadScenario(f"At most {MOST_MARKED} students can be marked in one scenario.")
    scenario_id = uuid4()
    row = BonusScenario(
        id=scenario_id,
        district_id=desk.actor.district_id,
        class_of=class_of,
        content_sealed=seal_json(desk.keys, _place(scenario_id), _plain(checked, supposed)),
        created_by=desk.actor.user_id,
        created_at=desk.now,
        changed_at=desk.now,
    )
    desk.session.add(row)
    _record(desk, Event.BONUS_SCENARIO_SAVED, row, {"marked": len(supposed.marked)})
    return scenario_id


def rename(desk: Desk, scenario_id: UUID, name: str) -> None:
    """Give a scenario another name; raises `BadScenario` or `NotFound`."""
    kept = scenario(desk, scenario_id)
    checked = _checked_name(name)
    if checked == kept.name:
        return
    _refuse_taken(desk, kept.class_of, checked)
    row = _found(desk, scenario_id)
    row.content_sealed = seal_json(desk.keys, _place(row.id), _plain(checked, kept.supposed))
    row.changed_at = desk.now
    _record(desk, Event.BONUS_SCENARIO_CHANGED, row)


def delete(desk: Desk, scenario_id: UUID) -> int:
    """Put a scenario aside; it can be restored. Returns its class; raises `NotFound`."""
    kept = scenario(desk, scenario_id)
    row = _found(desk, scenario_id)
    row.deleted_at = desk.now
    _record(desk, Event.BONUS_SCENARIO_DELETED, row)
    return kept.class_of


def restore(desk: Desk, scenario_id: UUID) -> int:
    """Take a deleted scenario back; one that is there stays. Returns its class."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    row = _found(desk, scenario_id)
    if row.deleted_at is not None:
        name = _opened(desk, row, {}).name
        _refuse_taken(desk, row.class_of, name)
        row.deleted_at = None
        _record(desk, Event.BONUS_SCENARIO_RESTORED, row)
    return row.class_of


def _checked_name(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise BadScenario("Give the scenario a name.")
    if len(wanted) > LONGEST_NAME:
        raise BadScenario(f"A name has at most {LONGEST_NAME} characters.")
    return wanted


def _refuse_taken(desk: Desk, class_of: int, name: str) -> None:
    if any(one.name.casefold() == name.casefold() for one in scenarios(desk, class_of)):
        raise BadScenario("A scenario of this class has that name already. Choose another one.")


def _found(desk: Desk, scenario_id: UUID) -> BonusScenario:
    row = desk.session.get(BonusScenario, scenario_id)
    if row is None:
        raise NotFound("scenario")
    return row


def _record(
    desk: Desk, event: Event, row: BonusScenario, details: Mapping[str, int] | None = None
) -> None:
    desk.session.flush()
    told = {"class_of": row.class_of, **(details or {})}
    desk.record(event, "bonus_scenario", row.id, details=told)
    desk.session.commit()


def _plain(name: str, supposed: Supposed) -> dict[str, Any]:
    return {
        "name": name,
        "marked": sorted(str(one) for one in supposed.marked),
        "more": {group: n for group, n in supposed.more.items() if n},
        "rate": supposed.rate,
    }


def _opened(desk: Desk, row: BonusScenario, names: Mapping[UUID, str]) -> Scenario:
    held = unseal_json(desk.keys, _place(row.id), row.content_sealed)
    marked = frozenset(UUID(one) for one in held["marked"])
    return Scenario(
        row.id,
        row.class_of,
        held["name"],
        Supposed(marked, held["more"], held["rate"]),
        names.get(row.created_by, ""),
        row.created_at,
        row.changed_at,
        row.deleted_at,
    )


def _place(scenario_id: UUID) -> Place:
    return Place("bonus_scenarios", "content_sealed", scenario_id)
