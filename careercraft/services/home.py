"""The first page: how the current seniors stand, what the data cover, what was loaded last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from careercraft.calc import NoValueInForce, rules_for_class
from careercraft.calc.params import TIERED_EDITION
from careercraft.clock import TEXAS, senior_class
from careercraft.privacy.access import permissions, require
from careercraft.privacy.permissions import Permission
from careercraft.services import imports, sources
from careercraft.services.class_counts import CampusCount, counted_classes, counts_by_campus
from careercraft.services.context import Desk
from careercraft.services.imports import BatchSummary
from careercraft.services.recomputing import Recomputing, campuses_in_work
from careercraft.services.sources import SourceState

LATEST_FILES = 5

NEVER = datetime.min.replace(tzinfo=UTC)


class ClassCount(NamedTuple):
    """How a graduating class stands, over every campus that the reader may see."""

    class_of: int
    met: int
    not_met: int
    unknown: int
    tiered: bool
    """Judged by levels, after rules that were read in secondary sources only."""

    @property
    def total(self) -> int:
        """Every student of the class."""
        return self.met + self.not_met + self.unknown


class HomePage(NamedTuple):
    """Everything on the first page. `files` is None for whoever may not see uploads."""

    seniors: ClassCount
    campuses: tuple[CampusCount, ...]
    others: tuple[ClassCount, ...]
    data_through: date | None
    sources: tuple[SourceState, ...]
    files: tuple[BatchSummary, ...] | None
    in_work: tuple[Recomputing, ...]
    may_load: bool
    may_open: bool
    """Whether the reader may open the students who are counted."""

    @property
    def is_empty(self) -> bool:
        """Whether the reader has no student of any class."""
        return self.seniors.total == 0 and not self.others

    @property
    def missing(self) -> tuple[SourceState, ...]:
        """The sources of which nothing is known."""
        return tuple(one for one in self.sources if one.state == "not_loaded")

    @property
    def loaded(self) -> tuple[SourceState, ...]:
        """The loaded sources, with the rosters as one: the one applied last."""
        loaded = [one for one in self.sources if one.state == "loaded"]
        rosters_loaded = [one for one in loaded if one.covers == sources.ROSTER]
        latest = max(rosters_loaded, key=lambda one: one.applied_at or NEVER, default=None)
        return tuple(one for one in loaded if one.covers != sources.ROSTER or one is latest)

    @property
    def absent(self) -> tuple[SourceState, ...]:
        """The kinds of which the district says that it has none."""
        return tuple(one for one in self.sources if one.state == "absent")


def home_page(desk: Desk) -> HomePage:
    """The first page, counted over the students whom the person may see."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    current = senior_class(desk.now.astimezone(TEXAS).date())
    campuses = counts_by_campus(desk, current)
    held = permissions(desk.actor)
    return HomePage(
        _summed(current, campuses),
        tuple(campuses),
        _others(desk, current),
        sources.data_through(desk.session),
        sources.sources(desk),
        _files(desk),
        campuses_in_work(desk),
        Permission.DISTRICT_FILES_APPLY in held,
        Permission.CAMPUS_ROSTER_READ in held,
    )


def _others(desk: Desk, current: int) -> tuple[ClassCount, ...]:
    """The other classes: those still in school from the oldest on, then the graduated ones."""
    years = [year for year in counted_classes(desk) if year != current]
    in_school = sorted(year for year in years if year > current)
    graduated = sorted((year for year in years if year < current), reverse=True)
    return tuple(_summed(year, counts_by_campus(desk, year)) for year in (*in_school, *graduated))


def _summed(class_of: int, campuses: list[CampusCount]) -> ClassCount:
    return ClassCount(
        class_of,
        sum(campus.met for campus in campuses),
        sum(campus.not_met for campus in campuses),
        sum(campus.unknown for campus in campuses),
        _is_tiered(class_of),
    )


def _is_tiered(class_of: int) -> bool:
    try:
        return rules_for_class(class_of).edition == TIERED_EDITION
    except NoValueInForce:
        return False


def _files(desk: Desk) -> tuple[BatchSummary, ...] | None:
    if Permission.DISTRICT_FILES_READ not in permissions(desk.actor):
        return None
    return tuple(imports.history(desk)[:LATEST_FILES])
