"""What the procedure knows of an incident: no names, no contents, only what steps depend on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from careercraft.clock import TEXAS
from careercraft.privacy.parameters import Parameter, in_force

FILE = "incidents"


class State(StrEnum):
    """Where an incident stands."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    CONTAINED = "contained"
    OVER = "over"
    CLOSED = "closed"
    DISMISSED = "dismissed"

    @property
    def closed(self) -> bool:
        """Whether nothing more is done."""
        return self in {State.CLOSED, State.DISMISSED}


class Duty(StrEnum):
    """What an incident obliges to."""

    VENDOR = "vendor"
    STATE = "state"
    EDUCATION_AGENCY = "education_agency"
    AFFECTED = "affected"
    PARENTS = "parents"
    ATTORNEY_GENERAL = "attorney_general"
    INDIVIDUALS = "individuals"
    ROOT_CAUSE = "root_cause"


class Readable(StrEnum):
    """Whether whoever had the data could read them; encrypted data count if the key was taken."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Incident(NamedTuple):
    """An incident. `report`: which items are filled, `spanish`: which in Spanish too; `affected`:
    how many people, None while that is not settled; `told`: when each duty was done.
    """

    state: State
    discovered_at: datetime
    opened_by: UUID | None = None
    over_at: datetime | None = None
    readable: Readable = Readable.UNKNOWN
    report: frozenset[str] = frozenset()
    spanish: frozenset[str] = frozenset()
    report_by: UUID | None = None
    affected: int | None = None
    listed: int = 0
    need_spanish: int = 0
    letters_sent: int = 0
    told: Mapping[Duty, datetime] = {}

    @property
    def discovered_on(self) -> date:
        """The day of the discovery, in Texas."""
        return self.discovered_at.astimezone(TEXAS).date()


class Act(NamedTuple):
    """Who takes a step, when, and what was entered with it."""

    actor_id: UUID | None
    at: datetime
    given: Mapping[str, str] = {}


class Obligation(NamedTuple):
    """A duty as the law or the agreement sets it; without a measure of time, as soon as can be."""

    duty: Duty
    title: str
    owner: str
    to: str
    counted_from: str
    hours: int | None
    days: int | None
    business_days: int | None
    when: str
    report: bool
    letters: bool
    rests_on: Parameter


class Item(NamedTuple):
    """One thing that the report must say."""

    id: str
    label: str
    hint: str


@lru_cache(maxsize=16)
def obligations(on: date) -> tuple[Obligation, ...]:
    """Every duty in force on the day of a discovery."""
    return tuple(_obligation(one, in_force(FILE, f"duty_{one}", on)) for one in Duty)


def _obligation(duty: Duty, rests_on: Parameter) -> Obligation:
    said = rests_on.value
    return Obligation(
        duty,
        said["title"],
        said["owner"],
        said["to"],
        said["from"],
        said.get("hours"),
        said.get("days"),
        said.get("business_days"),
        said["when"],
        said["report"],
        said["letters"],
        rests_on,
    )


def required_items(incident: Incident) -> tuple[Item, ...]:
    """What the report must say, for an incident as it is known now."""
    on = incident.discovered_on
    more = _items("report_items_attorney_general", on) if many_affected(incident) else ()
    return (*letter_items(on), *more)


def letter_items(on: date) -> tuple[Item, ...]:
    """What a letter to those affected must say."""
    return _items("report_items", on)


def every_item(on: date) -> tuple[Item, ...]:
    """Every item that a report may have."""
    return (*letter_items(on), *_items("report_items_attorney_general", on))


def _items(name: str, on: date) -> tuple[Item, ...]:
    return tuple(
        Item(one["id"], one["label"], one["hint"]) for one in in_force(FILE, name, on).value
    )


def many_affected(incident: Incident) -> bool:
    """Whether so many are affected that the Attorney General is told."""
    least: int = in_force(FILE, "attorney_general_from", incident.discovered_on).value
    return incident.readable is not Readable.NO and (incident.affected or 0) >= least


def applies(obligation: Obligation, incident: Incident) -> bool | None:
    """Whether a duty applies; None while that hangs on who is affected."""
    if obligation.when == "always":
        return True
    if obligation.when != "somebody" and incident.readable is Readable.NO:
        return False
    if incident.affected is None:
        return None
    return many_affected(incident) if "many" in obligation.when else incident.affected > 0
