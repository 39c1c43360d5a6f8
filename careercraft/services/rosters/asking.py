"""What a reader asks of a roster."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from careercraft.services.rosters.filters import USUAL_POINTS, Filter, chosen, near
from careercraft.services.rosters.words import INDICATOR_COLUMNS

SORTS = ("name", "campus", "counselor", "state", "bonus", *INDICATOR_COLUMNS)
CLASSES = range(2000, 2100)


class RosterQuery(NamedTuple):
    """What a reader asks of a roster. Everything but `search` may stand in an address."""

    class_of: int
    campus_id: UUID | None = None
    state: str | None = None
    counselor_id: UUID | None = None
    group: str | None = None
    indicator: str | None = None
    indicator_state: str = "met"
    sort: str = "name"
    descending: bool = False
    page: int = 1
    search: str = ""
    left: str | None = None
    only_by: str | None = None
    at_least: str | None = None
    """The last three come from figures: see `filters`."""
    bonus: str | None = None
    """A filter of `bonus_words.FILTERS`."""
    near: str | None = None
    """A cut score of `filters.NEAR`, missed by at most `within` points."""
    within: int = USUAL_POINTS
    program: str | None = None
    """"echs" or "ptech": the program of the student, whichever campus it is at."""
    mine: bool = False
    """The reader's own caseload; `counselor_id` then becomes the reader."""
    columns: tuple[str, ...] = ()
    """What of `words.CHOICES_OF_COLUMNS` is shown; nothing means the usual ones."""
    list_id: UUID | None = None
    """A fixed watch list."""
    only: frozenset[UUID] = frozenset()
    """Chosen students; never in an address."""

    @property
    def row_filters(self) -> tuple[Filter, ...]:
        """The filters in use that a stored row alone decides."""
        found = chosen(self.left, self.only_by, self.at_least)
        return (*found, near(self.near, self.within)) if self.near else found
