"""When a feed looks at its source, and when a new file is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercraft.clock import TEXAS
from careercraft.imports.formats import format_by_id
from careercraft.models import ColumnMapping, Feed

SOONER = timedelta(minutes=15)
"""After a look that found a file still being written, or a server that did not answer."""
ROSTER = "roster"


class Due(NamedTuple):
    """When a new file of a kind is due by the feeds that bring it, and whether it is late."""

    on: date
    late: bool
    feed_id: UUID


def next_look(after: datetime, local_hour: int) -> datetime:
    """The next moment at which it is this hour in Texas.

    >>> from datetime import UTC
    >>> next_look(datetime(2026, 11, 1, 12, 0, tzinfo=UTC), 2).isoformat()
    '2026-11-02T02:00:00-06:00'
    >>> next_look(datetime(2026, 11, 2, 7, 59, tzinfo=UTC), 2).isoformat()
    '2026-11-02T02:00:00-06:00'
    """
    here = after.astimezone(TEXAS)
    today = here.replace(hour=local_hour, minute=0, second=0, microsecond=0, fold=0)
    return today if today > here else today + timedelta(days=1)


def due_on(feed: Feed) -> date | None:
    """The day by which a new file should have come; None where nobody can say."""
    if not feed.every_days or feed.paused:
        return None
    last = feed.last_taken_at or feed.created_at
    return last.astimezone(TEXAS).date() + timedelta(days=feed.every_days)


def is_late(feed: Feed, today: date) -> bool:
    """Whether the day has passed: on the day itself a nightly file may still come.

    A daily feed is late when two nights brought nothing.
    """
    day = due_on(feed)
    return day is not None and today > day


def by_kind(session: Session, today: date) -> dict[str, Due]:
    """For each kind of evidence, and "roster", when its next file is due; one or two questions."""
    feeds = list(session.scalars(select(Feed).where(Feed.removed_at.is_(None))))
    mapped = {feed.mapping_id for feed in feeds if feed.mapping_id}
    formats = dict[UUID, str]()
    if mapped:
        query = select(ColumnMapping.id, ColumnMapping.format_id)
        for row in session.execute(query.where(ColumnMapping.id.in_(mapped))):
            formats[row.id] = row.format_id
    found: dict[str, Due] = {}
    for feed in feeds:
        for kind in _kinds(feed, formats):
            _keep_latest(found, kind, feed, today)
    return found


def _keep_latest(found: dict[str, Due], kind: str, feed: Feed, today: date) -> None:
    """Of several feeds for one kind, the one that is due first."""
    day = due_on(feed)
    if day is not None and (kind not in found or day < found[kind].on):
        found[kind] = Due(day, is_late(feed, today), feed.id)


def _kinds(feed: Feed, mapped: dict[UUID, str]) -> Iterable[str]:
    format_id = feed.format_id or (mapped.get(feed.mapping_id) if feed.mapping_id else None)
    if format_id is None:
        return ()
    format_ = format_by_id(format_id)
    return (ROSTER,) if format_.kind == ROSTER else format_.covers
