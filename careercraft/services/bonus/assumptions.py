"""What a district settles for itself where the law or its data leave the bonus open.

Every change is kept with who made it, when and why; the newest holds. Nothing set here touches an
outcome of a student: it moves amounts of money only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.models import BonusAssumption
from careercraft.privacy.access import require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal, unseal
from careercraft.services.context import Desk
from careercraft.services.people import names_of

ROUNDING, ENROLLMENT_RATE = "rounding", "enrollment_rate"
TITLES = {
    ROUNDING: "Rounding of the threshold count",
    ENROLLMENT_RATE: "College enrollment rate",
}
MODES = ("ceil", "floor", "half_up")
MODE_WORDS = {
    "ceil": "rounded up to the next whole graduate",
    "floor": "rounded down to the whole graduate",
    "half_up": "rounded to the nearest whole graduate, halves up",
}
PERCENTS = range(101)


class BadAssumption(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A value that an assumption cannot have; the text says what was expected."""


class Assumption(NamedTuple):
    """What holds, or held, for one name. `value` is None where the district proposes nothing."""

    name: str
    value: str | int | None
    reason: str
    set_by: str
    set_at: datetime

    @property
    def title(self) -> str:
        """What the assumption is called."""
        return TITLES[self.name]

    @property
    def in_words(self) -> str:
        """The value as a person reads it."""
        if self.value is None:
            return "taken back"
        if self.name == ROUNDING:
            return MODE_WORDS[str(self.value)]
        return f"{self.value} of 100 graduates"


class Settled(NamedTuple):
    """What the district has set; None where the product's own proposal holds."""

    rounding: Assumption | None
    enrollment_rate: Assumption | None

    @property
    def mode(self) -> str | None:
        """The rounding mode that the district set."""
        return str(self.rounding.value) if self.rounding else None

    @property
    def rate(self) -> int | None:
        """The enrolment rate that the district set, in percent."""
        return int(str(self.enrollment_rate.value)) if self.enrollment_rate else None


def settled(desk: Desk) -> Settled:
    """What the district has set, each with who, when and why."""
    newest: dict[str, Assumption] = {one.name: one for one in reversed(history(desk))}
    held = {name: one for name, one in newest.items() if one.value is not None}
    return Settled(held.get(ROUNDING), held.get(ENROLLMENT_RATE))


def history(desk: Desk) -> list[Assumption]:
    """Every change of every assumption, latest first."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    query = select(BonusAssumption).order_by(
        BonusAssumption.set_at.desc(), BonusAssumption.number.desc()
    )
    rows = list(desk.session.scalars(query))
    names = names_of(desk, {row.set_by for row in rows})
    return [_opened(desk, row, names) for row in rows]


def settle(desk: Desk, name: str, value: str | int | None, reason: str) -> None:
    """Set an assumption, or take it back with None; who, when and why are kept.

    Raises `BadAssumption` for a value that it cannot have, or where no reason is given.
    """
    require(desk.actor, Permission.DISTRICT_BONUS_SETTLE)
    checked = _checked(name, value)
    if not reason.strip():
        raise BadAssumption("Say what this rests on: the document, or the reason.")
    row_id = uuid4()
    row = BonusAssumption(
        id=row_id,
        district_id=desk.actor.district_id,
        name=name,
        number=_next_number(desk, name),
        value={"is": checked},
        reason_sealed=seal(desk.keys, _place(row_id), reason.strip().encode()),
        set_by=desk.actor.user_id,
        set_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    details = {"name": name, "value": checked}
    desk.record(Event.BONUS_ASSUMPTION_SET, "bonus_assumption", row_id, details=details)
    desk.session.commit()


def _checked(name: str, value: str | int | None) -> str | int | None:
    if name not in TITLES:
        raise BadAssumption("There is no such assumption.")
    if value is None:
        return None
    if name == ROUNDING:
        if value not in MODES:
            raise BadAssumption(f"The rounding is one of {', '.join(MODES)}.")
        return value
    return _percent(value)


def _percent(value: str | int) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()) or int(text) not in PERCENTS:
        raise BadAssumption("The enrollment rate is a whole number from 0 to 100.")
    return int(text)


def _next_number(desk: Desk, name: str) -> int:
    query = select(func.max(BonusAssumption.number)).where(BonusAssumption.name == name)
    return (desk.session.execute(query).scalar_one() or 0) + 1


def _opened(desk: Desk, row: BonusAssumption, names: dict[UUID, str]) -> Assumption:
    value: Any = row.value.get("is")
    reason = unseal(desk.keys, _place(row.id), row.reason_sealed).decode()
    return Assumption(row.name, value, reason, names.get(row.set_by, ""), row.set_at)


def _place(row_id: UUID) -> Place:
    return Place("bonus_assumptions", "reason_sealed", row_id)
