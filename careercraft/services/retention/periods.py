"""How long each kind of record is kept in this district: its own period, or the default."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.clock import TEXAS
from careercraft.models import RetentionPeriod
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.parameters import Parameter, all_in_force
from careercraft.privacy.permissions import Permission
from careercraft.privacy.retention import NO_PERIOD, RecordKind, schedule
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.records.cases import today

FILE = "retention"
MOST = {"days": 3650, "years": 100}
LONGEST_REASON = 500
NOT_FOR_DISTRICTS = frozenset({"backup_days", "key_backup_days"})
"""What whoever runs the installation decides, not a district."""


class Period(NamedTuple):
    """A period as it is in force: the number, its unit, what it rests on, who set it."""

    name: str
    description: str
    unit: str
    value: int
    default: int
    cite: str
    standing: str
    own: bool
    reason: str
    set_by: str
    set_on: date | None
    settable: bool


class Scheduled(NamedTuple):
    """A kind of record with its period; None where it is kept as long as something else."""

    kind: RecordKind
    period: Period | None


def listed(desk: Desk) -> list[Scheduled]:
    """The whole schedule as it holds in this district."""
    require(desk.actor, Permission.DISTRICT_RETENTION_READ)
    known = {one.name: one for one in every(desk)}
    return [Scheduled(kind, known.get(kind.period)) for kind in schedule()]


def others(desk: Desk) -> list[Period]:
    """The periods that belong to no kind of record: notices, reviews, waiting periods."""
    used = {kind.period for kind in schedule()} - NO_PERIOD
    return [one for one in every(desk) if one.name not in used]


def every(desk: Desk) -> list[Period]:
    """Every period in force."""
    own = _own(desk)
    names = names_of(desk, {row.set_by for row in own.values()})
    return [_period(desk, one, own.get(one.name), names) for one in all_in_force(FILE, today(desk))]


def in_force(desk: Desk, name: str) -> Period:
    """One period; raises KeyError."""
    return {one.name: one for one in every(desk)}[name]


def one(desk: Desk, name: str) -> Period:
    """A period that the district may set; raises `NotFound`."""
    found = next((one for one in every(desk) if one.name == name), None)
    if found is None or not found.settable:
        raise NotFound("period")
    return found


def set_own(desk: Desk, name: str, typed: str, reason: str) -> None:
    """Set the district's own period; nothing typed goes back to the default. Raises `Refused`."""
    require(desk.actor, Permission.DISTRICT_RETENTION_SET)
    parameter = next((one for one in all_in_force(FILE, today(desk)) if one.name == name), None)
    if parameter is None or name in NOT_FOR_DISTRICTS:
        raise NotFound("period")
    value = _read(parameter, typed)
    if not reason.strip():
        raise Refused("Say what the period rests on, for example the series of your schedule.")
    row_id = uuid4()
    place = Place("retention_periods", "reason_sealed", row_id)
    desk.session.add(
        RetentionPeriod(
            id=row_id,
            district_id=desk.actor.district_id,
            name=name,
            number=_next_number(desk, name),
            value=value,
            reason_sealed=seal_json(desk.keys, place, reason.strip()[:LONGEST_REASON]),
            set_by=desk.actor.user_id,
            set_at=desk.now,
        )
    )
    desk.session.flush()
    desk.record(
        Event.RETENTION_PERIOD_SET,
        "retention_period",
        row_id,
        details={"name": name, "value": value},
    )
    desk.session.commit()


def _read(parameter: Parameter, typed: str) -> int | None:
    text = typed.strip()
    if not text:
        return None
    most = MOST[parameter.unit]
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= most:
        raise Refused(f"Enter a whole number of {parameter.unit} from 1 to {most}, or nothing.")
    return int(text)


def _next_number(desk: Desk, name: str) -> int:
    query = select(func.max(RetentionPeriod.number)).where(RetentionPeriod.name == name)
    return (desk.session.execute(query).scalar_one() or 0) + 1


def _own(desk: Desk) -> dict[str, RetentionPeriod]:
    """The newest row of each name."""
    rows = desk.session.scalars(select(RetentionPeriod).order_by(RetentionPeriod.number))
    return {row.name: row for row in rows}


def _period(
    desk: Desk, one: Parameter, own: RetentionPeriod | None, names: dict[UUID, str]
) -> Period:
    is_own = own is not None and own.value is not None
    reason = ""
    if own is not None and is_own:
        place = Place("retention_periods", "reason_sealed", own.id)
        reason = unseal_json(desk.keys, place, own.reason_sealed)
    return Period(
        one.name,
        one.description,
        one.unit,
        own.value if own is not None and own.value is not None else one.value,
        one.value,
        one.cite,
        one.standing,
        is_own,
        reason,
        names.get(own.set_by, "") if own is not None and is_own else "",
        own.set_at.astimezone(TEXAS).date() if own is not None and is_own else None,
        one.name not in NOT_FOR_DISTRICTS,
    )
