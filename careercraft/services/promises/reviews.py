"""The yearly access review: each role of each person is kept or removed by another person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update

from careercraft.clock import TEXAS
from careercraft.models import AccessReview, AccessReviewLine, Assignment, SignIn, User
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import ROLE_TITLES, Permission, Role
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.promises.staff import campus_names, last_seen, members
from careercraft.services.records.cases import today
from careercraft.services.retention import periods

DECISIONS = {"kept": "Kept", "removed": "Removed"}
DAYS_TO_FINISH = 30


class Line(NamedTuple):
    """One role of one person, with what the reviewer decided."""

    id: UUID
    user_id: UUID
    name: str
    title: str
    where: str
    last_seen_at: datetime | None
    decision: str | None
    decided_by: str
    decided_at: datetime | None
    own: bool


class Review(NamedTuple):
    """A review: how many lines are decided, of how many."""

    id: UUID
    begun_at: datetime
    begun_by: str
    due_on: date
    closed_at: datetime | None
    closed_by: str
    decided: int
    lines_count: int
    removed: int


class ReviewPage(NamedTuple):
    """A review with its lines."""

    review: Review
    lines: tuple[Line, ...]


class Overview(NamedTuple):
    """All reviews, the latest first, and until when the next one is due."""

    reviews: tuple[Review, ...]
    next_due_on: date
    late: bool


def overview(desk: Desk) -> Overview:
    """The history of reviews, and when the next is due."""
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    rows = desk.session.scalars(select(AccessReview).order_by(AccessReview.begun_at.desc())).all()
    reviews = _reviews(desk, list(rows))
    due = _next_due(desk, reviews)
    return Overview(reviews, due, due < today(desk))


def begin(desk: Desk) -> UUID:
    """Begin a review with everybody who has access now; the open one where there is one."""
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    open_one = desk.session.scalars(
        select(AccessReview.id).where(AccessReview.closed_at.is_(None))
    ).first()
    if open_one is not None:
        return open_one
    review = AccessReview(
        id=uuid4(),
        district_id=desk.actor.district_id,
        begun_by=desk.actor.user_id,
        begun_at=desk.now,
        due_on=today(desk) + timedelta(days=DAYS_TO_FINISH),
    )
    desk.session.add(review)
    desk.session.flush()
    lines = _lines_of_today(desk, review.id)
    desk.session.add_all(lines)
    details = {"lines": len(lines)}
    desk.record(Event.ACCESS_REVIEW_BEGUN, "access_review", review.id, details=details)
    desk.session.commit()
    return review.id


def page(desk: Desk, review_id: UUID) -> ReviewPage:
    """A review with its lines; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    review = _found(desk, review_id)
    query = select(AccessReviewLine).where(AccessReviewLine.review_id == review.id)
    rows = list(desk.session.scalars(query))
    wanted = {row.user_id for row in rows} | {row.decided_by for row in rows if row.decided_by}
    names, places = names_of(desk, wanted), campus_names(desk)
    lines = [
        Line(
            row.id,
            row.user_id,
            names.get(row.user_id, "somebody who left"),
            ROLE_TITLES[Role(row.role)],
            places.get(row.campus_id, ""),
            row.last_seen_at,
            row.decision,
            names.get(row.decided_by, "") if row.decided_by else "",
            row.decided_at,
            row.user_id == desk.actor.user_id,
        )
        for row in rows
    ]
    lines.sort(key=lambda one: (one.decision is not None, one.name.casefold(), one.title))
    return ReviewPage(_reviews(desk, [review])[0], tuple(lines))


def review_of(desk: Desk, line_id: UUID) -> UUID:
    """The review of a line; raises `NotFound`."""
    line = desk.session.get(AccessReviewLine, line_id)
    if line is None:
        raise NotFound("line of a review")
    return line.review_id


def decide(desk: Desk, line_id: UUID, decision: str) -> UUID:
    """Keep or remove a role; a removed one ends at once. Returns the review.

    Nobody decides about their own access. Raises `NotFound` or `Refused`.
    """
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    line = desk.session.get(AccessReviewLine, line_id, with_for_update=True)
    if line is None:
        raise NotFound("line of a review")
    review = _found(desk, line.review_id)
    _refuse(review, line, decision, desk.actor.user_id)
    if decision == "removed":
        _end_role(desk, line)
    line.decision, line.decided_by, line.decided_at = decision, desk.actor.user_id, desk.now
    desk.session.flush()
    details = {"user_id": str(line.user_id), "role": line.role, "decision": decision}
    desk.record(Event.ACCESS_REVIEW_DECIDED, "access_review", review.id, details=details)
    desk.session.commit()
    return review.id


def close(desk: Desk, review_id: UUID) -> None:
    """Close a review of which every line is decided; raises `NotFound` or `Refused`."""
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    review = _found(desk, review_id)
    query = select(func.count()).where(
        AccessReviewLine.review_id == review.id, AccessReviewLine.decision.is_(None)
    )
    left = desk.session.execute(query).scalar_one()
    if left:
        raise Refused(f"Decide every line first; {left} left.")
    if review.closed_at is None:
        review.closed_at, review.closed_by = desk.now, desk.actor.user_id
        desk.record(Event.ACCESS_REVIEW_CLOSED, "access_review", review.id)
        desk.session.commit()


def _refuse(review: AccessReview, line: AccessReviewLine, decision: str, me: UUID | None) -> None:
    if decision not in DECISIONS:
        raise Refused("Choose whether the role is kept or removed.")
    if review.closed_at is not None:
        raise Refused("This review is closed.")
    if line.user_id == me:
        raise Refused("Somebody else decides about your own access.")
    if line.decision == "removed":
        raise Refused("This role was removed; to give it back, add it anew.")


def _end_role(desk: Desk, line: AccessReviewLine) -> None:
    """Take the role away; who has none left can no longer sign in."""
    same_campus = (
        Assignment.campus_id.is_(None)
        if line.campus_id is None
        else Assignment.campus_id == line.campus_id
    )
    desk.session.execute(
        delete(Assignment).where(
            Assignment.user_id == line.user_id, Assignment.role == line.role, same_campus
        )
    )
    rest = select(func.count()).where(Assignment.user_id == line.user_id)
    if desk.session.execute(rest).scalar_one() == 0:
        disabled = update(User).where(User.id == line.user_id, User.disabled_at.is_(None))
        desk.session.execute(disabled.values(disabled_at=desk.now))
    ended = update(SignIn).where(SignIn.user_id == line.user_id, SignIn.ended_at.is_(None))
    desk.session.execute(ended.values(ended_at=desk.now))


def _lines_of_today(desk: Desk, review_id: UUID) -> list[AccessReviewLine]:
    seen = last_seen(desk)
    return [
        AccessReviewLine(
            id=uuid4(),
            district_id=desk.actor.district_id,
            review_id=review_id,
            user_id=member.id,
            role=held.role.value,
            campus_id=held.campus_id,
            last_seen_at=seen.get(member.id),
        )
        for member in members(desk)
        for held in member.roles
    ]


def _found(desk: Desk, review_id: UUID) -> AccessReview:
    review = desk.session.get(AccessReview, review_id)
    if review is None:
        raise NotFound("access review")
    return review


def _reviews(desk: Desk, rows: list[AccessReview]) -> tuple[Review, ...]:
    who = {one for row in rows for one in (row.begun_by, row.closed_by) if one}
    names = names_of(desk, who)
    counts = _counts(desk)
    return tuple(
        Review(
            row.id,
            row.begun_at,
            names.get(row.begun_by, ""),
            row.due_on,
            row.closed_at,
            names.get(row.closed_by, "") if row.closed_by else "",
            *counts.get(row.id, (0, 0, 0)),
        )
        for row in rows
    )


def _counts(desk: Desk) -> dict[UUID, tuple[int, int, int]]:
    decision = AccessReviewLine.decision
    query = select(
        AccessReviewLine.review_id,
        func.count(decision),
        func.count(),
        func.count().filter(decision == "removed"),
    ).group_by(AccessReviewLine.review_id)
    return {row[0]: (row[1], row[2], row[3]) for row in desk.session.execute(query)}


def _next_due(desk: Desk, reviews: tuple[Review, ...]) -> date:
    """A year (or the district's period) after the last closed review; at once where none was."""
    open_one = next((one for one in reviews if one.closed_at is None), None)
    if open_one is not None:
        return open_one.due_on
    closed = [one.closed_at.astimezone(TEXAS).date() for one in reviews if one.closed_at]
    if not closed:
        return today(desk)
    return max(closed) + timedelta(days=periods.in_force(desk, "access_review_days").value)
