"""Every disclosure of the district, for whoever keeps the records: searched, paged, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from careercraft.clock import TEXAS
from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.models import Disclosure, Student
from careercraft.privacy.access import require
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.records import disclosures
from careercraft.services.records.disclosures import DisclosureView

PER_PAGE = 50


class Asked(NamedTuple):
    """Which disclosures, and which page of them. Days are days in Texas, both included."""

    basis: str | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1


class Line(NamedTuple):
    """One disclosure, with the student whose record holds it."""

    student_id: UUID
    student: str
    disclosure: DisclosureView


class DisclosedPage(NamedTuple):
    """One page of the disclosures, the latest first."""

    lines: tuple[Line, ...]
    asked: Asked
    total: int
    pages: int


def page(desk: Desk, asked: Asked) -> DisclosedPage:
    """A page of every disclosure; that it was looked at is recorded."""
    require(desk.actor, Permission.DISTRICT_DISCLOSURES_READ)
    counted = select(func.count()).select_from(_conditions(select(Disclosure.id), asked).subquery())
    total: int = desk.session.execute(counted).scalar_one()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(asked.page, 1), pages)
    query = _query(asked).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    lines = tuple(_lines(desk, query))
    seen = [one.student_id for one in lines]
    desk.record(
        Event.DISCLOSURES_VIEWED, "disclosures", details={"shown": len(lines)}, students=seen
    )
    desk.session.commit()
    return DisclosedPage(lines, asked._replace(page=number), total, pages)


def export(desk: Desk, asked: Asked, format_: str) -> Exported:
    """Every disclosure that was asked for, as a file; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_DISCLOSURES_READ)
    lines = _lines(desk, _query(asked))
    columns = (
        Column("Student"),
        Column("On", Kind.DATE),
        Column("To whom"),
        Column("For what purpose"),
        Column("What"),
        Column("Ground"),
        Column("34 CFR"),
        Column("More"),
        Column("Entered by"),
    )
    rows = [_cells(one) for one in lines]
    facts = lists.facts(desk, f"Record of disclosures: {len(rows)}")
    sheet = Sheet("disclosures", "Record of disclosures", facts, columns, rows)
    students = [one.student_id for one in lines]
    return lists.taken_away(desk, sheet, format_, object_type="disclosures", students=students)


def _cells(one: Line) -> tuple[str | date, ...]:
    it = one.disclosure
    return (
        one.student,
        it.on,
        it.party,
        it.interest,
        it.what,
        it.basis.words,
        it.basis.section,
        "; ".join(f"{label}: {text}" for label, text in it.more),
        it.recorded_by,
    )


def _query(asked: Asked) -> Select[Disclosure, bytes]:
    query = select(Disclosure, Student.identity_sealed).join(
        Student, Student.id == Disclosure.student_id
    )
    found: Select[Disclosure, bytes] = _conditions(query, asked)
    return found.order_by(Disclosure.disclosed_at.desc(), Disclosure.id)


def _conditions(query: Any, asked: Asked) -> Any:
    if asked.basis:
        query = query.where(Disclosure.basis == asked.basis)
    if asked.since:
        query = query.where(Disclosure.disclosed_at >= _begin(asked.since))
    if asked.until:
        query = query.where(Disclosure.disclosed_at < _begin(asked.until + timedelta(days=1)))
    return query


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, TEXAS)


def _lines(desk: Desk, query: Select[Disclosure, bytes]) -> Sequence[Line]:
    found = list(desk.session.execute(query))
    views = disclosures.views(desk, [row for row, _ in found])
    return [
        Line(
            row.student_id,
            identity_from(desk.keys, row.student_id, sealed).listed_name,
            view,
        )
        for (row, sealed), view in zip(found, views, strict=True)
    ]
