"""What the clock does in one district: start looks that are due, tell who is late, send mail."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercraft.clock import TEXAS
from careercraft.models import Feed
from careercraft.services.context import Desk
from careercraft.services.feeds import running, telling
from careercraft.services.feeds.due import is_late, next_look
from careercraft.services.mail import outbox
from careercraft.services.takeout import making


class Visit(NamedTuple):
    """What a visit brought: tasks to enqueue, and how many messages went out."""

    task_ids: tuple[UUID, ...]
    overdue: int
    sent: int


def districts(session: Session) -> list[UUID]:
    """Every district in which somebody can sign in; ids and nothing else."""
    named = func.districts_with_staff().table_valued("district_id")
    return list(session.scalars(select(named.c.district_id)))


def visit(desk: Desk) -> Visit:
    """Do in one district what is due now; a second clock at the same moment does it not again."""
    task_ids = _start_due(desk)
    late = _tell_late(desk)
    making.remove_expired(desk)
    return Visit(task_ids, late, outbox.send(desk))


def _start_due(desk: Desk) -> tuple[UUID, ...]:
    due = (
        select(Feed)
        .where(Feed.removed_at.is_(None), Feed.paused.is_(False), Feed.next_run_at <= desk.now)
        .with_for_update(skip_locked=True)
    )
    started = []
    for feed in desk.session.scalars(due).all():
        feed.next_run_at = next_look(desk.now, feed.local_hour)
        try:
            started.append(running.start(desk, feed))
        except running.AtWork:
            continue
    desk.session.commit()
    return tuple(started)


def _tell_late(desk: Desk) -> int:
    today = desk.now.astimezone(TEXAS).date()
    asked = (
        select(Feed)
        .where(
            Feed.removed_at.is_(None),
            Feed.paused.is_(False),
            Feed.every_days > 0,
            Feed.overdue_told_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    late = [feed for feed in desk.session.scalars(asked).all() if is_late(feed, today)]
    for feed in late:
        feed.overdue_told_at = desk.now
        telling.overdue(desk, feed)
    desk.session.commit()
    return len(late)
