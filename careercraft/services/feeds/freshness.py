"""How fresh the figures of a page are: through which day, and which file is due next or late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, true

from careercraft.clock import TEXAS
from careercraft.db import rows_of
from careercraft.filters import long_date
from careercraft.imports.formats import format_by_id
from careercraft.models import ColumnMapping, Feed, ImportBatch
from careercraft.services.context import Desk
from careercraft.services.knowledge import STANDING


class Freshness(NamedTuple):
    """The day of the latest fact; the file that is due first, and whether that day has passed."""

    through: date | None
    source: str | None
    due: date | None
    late: bool

    @property
    def sentence(self) -> str:
        """In words; empty where nothing is loaded and nothing is expected.

        >>> Freshness(date(2026, 10, 3), "SAT", date(2026, 11, 23), False).sentence
        'Data through Oct 3, 2026. Next due: SAT, Nov 23, 2026.'
        """
        words = [f"Data through {long_date(self.through)}."] if self.through else []
        if self.due:
            told = f"Overdue since {long_date(self.due)}: {self.source}."
            coming = f"Next due: {self.source}, {long_date(self.due)}."
            words.append(told if self.late else coming)
        return " ".join(words)


def _asked() -> Select[*tuple[Any, ...]]:
    loaded = (
        select(func.max(ImportBatch.covers_through).label("through"))
        .where(ImportBatch.state.in_(STANDING))
        .subquery()
    )
    expected = (
        select(
            func.coalesce(Feed.last_taken_at, Feed.created_at).label("since"),
            Feed.every_days,
            func.coalesce(Feed.format_id, ColumnMapping.format_id).label("format_id"),
        )
        .outerjoin(ColumnMapping, ColumnMapping.id == Feed.mapping_id)
        .where(Feed.removed_at.is_(None), Feed.paused.is_(False), Feed.every_days > 0)
        .subquery()
    )
    return select(loaded.c.through, expected).select_from(loaded).outerjoin(expected, true())


ASKED = _asked()
"""Built once: it stands on every page with figures."""


def freshness(desk: Desk) -> Freshness:
    """How fresh the district's data are; asks one question."""
    rows = rows_of(desk.session, ASKED)
    dues = sorted(
        (row.since.astimezone(TEXAS).date() + timedelta(days=row.every_days), row.format_id or "")
        for row in rows
        if row.since is not None
    )
    if not dues:
        return Freshness(rows[0].through, None, None, late=False)
    day, format_id = dues[0]
    title = format_by_id(format_id).title if format_id else "a feed"
    return Freshness(rows[0].through, title, day, desk.now.astimezone(TEXAS).date() > day)
