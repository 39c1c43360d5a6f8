"""The state's totals per group, typed in from a report: beside ours, and by which rounding.

A row with graduates, met and above settles how the state makes the threshold whole. It is said
which ways reproduce its numbers; only the director sets one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.calc.bonus import GroupCounts, district_bonus
from careercraft.models import BonusTotals
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal, unseal
from careercraft.services.bonus.assumptions import MODES
from careercraft.services.bonus.graduates import GROUP_TITLES, check_class
from careercraft.services.bonus.state_lists import EDITIONS
from careercraft.services.context import Desk
from careercraft.services.people import names_of

FIGURES = {
    "graduates": "Graduates",
    "met": "Met",
    "above": "Above the threshold",
    "dollars": "Dollars",
}
LARGEST = 100_000_000
LONGEST_DOCUMENT = 160


class BadTotals(Exception):  # noqa: N818 - an answer to the person, not a fault
    """Totals that cannot be. `mistakes`: field ("group.figure" or "document") to sentence."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        self.mistakes = dict(mistakes)
        super().__init__("These totals cannot be.")


class Figures(NamedTuple):
    """What a report says of one group; None where it is masked or missing."""

    graduates: int | None = None
    met: int | None = None
    above: int | None = None
    dollars: int | None = None


class GroupTotals(NamedTuple):
    """A group of a report, with the ways of rounding that reproduce it.

    `tested`: whether the report says enough to tell. `above_by_mode`: what each way gives.
    """

    group: str
    theirs: Figures
    tested: bool
    fits: tuple[str, ...]
    above_by_mode: Mapping[str, int]

    @property
    def title(self) -> str:
        """The group's name."""
        return GROUP_TITLES[self.group]


class Totals(NamedTuple):
    """A report with what it settles. `fits`: the ways of rounding that reproduce all of it."""

    id: UUID
    class_of: int
    edition: str
    document: str
    groups: tuple[GroupTotals, ...]
    entered_by: str
    entered_at: datetime
    fits: tuple[str, ...]
    settles: bool
    """Whether exactly one way fits, and another one does not."""

    @property
    def named(self) -> str:
        """The report as a reason names it."""
        return f"{self.document} ({self.edition_title.lower()}, class of {self.class_of})"

    @property
    def edition_title(self) -> str:
        """Which of the state's reports it is."""
        return EDITIONS[self.edition]

    @property
    def tested(self) -> bool:
        """Whether the report says enough of any group to tell."""
        return any(one.tested for one in self.groups)


def totals(desk: Desk, class_of: int) -> list[Totals]:
    """The reports of a class that stand, latest first."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    query = (
        select(BonusTotals)
        .where(BonusTotals.class_of == class_of, BonusTotals.withdrawn_at.is_(None))
        .order_by(BonusTotals.entered_at.desc(), BonusTotals.id)
    )
    rows = list(desk.session.scalars(query))
    names = names_of(desk, {row.entered_by for row in rows})
    return [_opened(desk, row, names) for row in rows]


def report(desk: Desk, totals_id: UUID) -> Totals:
    """One report that stands; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    row = desk.session.get(BonusTotals, totals_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("totals")
    return _opened(desk, row, names_of(desk, {row.entered_by}))


def enter(desk: Desk, class_of: int, edition: str, document: str, given: Mapping[str, str]) -> UUID:
    """Keep what a report says; `given` holds the texts by "group.figure". Raises `BadTotals`."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    check_class(class_of)
    figures = _read(edition, document, given)
    totals_id = uuid4()
    row = BonusTotals(
        id=totals_id,
        district_id=desk.actor.district_id,
        class_of=class_of,
        edition=edition,
        document_sealed=seal(desk.keys, _place(totals_id), document.strip().encode()),
        figures={group: one._asdict() for group, one in figures.items()},
        entered_by=desk.actor.user_id,
        entered_at=desk.now,
    )
    desk.session.add(row)
    _record(desk, Event.BONUS_TOTALS_ENTERED, row)
    return totals_id


def withdraw(desk: Desk, totals_id: UUID) -> int:
    """Take a report back; returns its class. Raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = desk.session.get(BonusTotals, totals_id)
    if row is None:
        raise NotFound("totals")
    if row.withdrawn_at is None:
        row.withdrawn_at = desk.now
        _record(desk, Event.BONUS_TOTALS_WITHDRAWN, row)
    return row.class_of


def reproduced(class_of: int, group: str, theirs: Figures) -> GroupTotals:
    """Which ways of rounding give the report's number of graduates above the threshold."""
    if theirs.graduates is None or theirs.met is None or theirs.above is None:
        return GroupTotals(group, theirs, False, MODES, {})
    counts = {group: GroupCounts(theirs.graduates, theirs.met, 0)}
    by_mode = {
        mode: district_bonus(class_of, counts, rounding=mode).groups[group].above.low
        for mode in MODES
    }
    fits = tuple(mode for mode in MODES if by_mode[mode] == theirs.above)
    return GroupTotals(group, theirs, True, fits, by_mode)


def _read(edition: str, document: str, given: Mapping[str, str]) -> dict[str, Figures]:
    mistakes: dict[str, str] = {}
    if edition not in EDITIONS:
        mistakes["edition"] = "Choose whether these are the early counts or the final list."
    if not document.strip() or len(document) > LONGEST_DOCUMENT:
        mistakes["document"] = "Name the report in 1 to 160 characters, with its date."
    figures = {group: _figures(group, given, mistakes) for group in GROUP_TITLES}
    if not mistakes and not any(any(f is not None for f in one) for one in figures.values()):
        mistakes["document"] = "Type in at least one figure of the report."
    if mistakes:
        raise BadTotals(mistakes)
    return figures


def _figures(group: str, given: Mapping[str, str], mistakes: dict[str, str]) -> Figures:
    read: dict[str, int | None] = {}
    for name in FIGURES:
        text = given.get(f"{group}.{name}", "").strip().removeprefix("$").replace(",", "")
        if text and not (text.isascii() and text.isdigit() and int(text) <= LARGEST):
            mistakes[f"{group}.{name}"] = (
                "A whole number was expected; leave it empty where the report masks it."
            )
            continue
        read[name] = int(text) if text else None
    found = Figures(**read)
    if found.graduates is not None and (found.met or 0) > found.graduates:
        mistakes.setdefault(f"{group}.met", "More met than there are graduates.")
    if found.met is not None and (found.above or 0) > found.met:
        mistakes.setdefault(f"{group}.above", "More above the threshold than met.")
    return found


def _opened(desk: Desk, row: BonusTotals, names: Mapping[UUID, str]) -> Totals:
    groups = tuple(
        reproduced(row.class_of, group, Figures(**row.figures.get(group, {})))
        for group in GROUP_TITLES
    )
    fits = tuple(mode for mode in MODES if all(mode in one.fits for one in groups))
    return Totals(
        row.id,
        row.class_of,
        row.edition,
        unseal(desk.keys, _place(row.id), row.document_sealed).decode(),
        groups,
        names.get(row.entered_by, ""),
        row.entered_at,
        fits,
        len(fits) == 1,
    )


def _record(desk: Desk, event: Event, row: BonusTotals) -> None:
    desk.session.flush()
    details: dict[str, Any] = {"class_of": row.class_of, "edition": row.edition}
    desk.record(event, "bonus_totals", row.id, details=details)
    desk.session.commit()


def _place(totals_id: UUID) -> Place:
    return Place("bonus_totals", "document_sealed", totals_id)
