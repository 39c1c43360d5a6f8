"""Which kinds of evidence a district has loaded, and which it says do not exist there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from careercraft.imports.formats import format_by_id
from careercraft.models import ImportBatch, SourceDeclaration
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.import_words import COVERS
from careercraft.services.people import names_of

ROSTER = "roster"
STANDING = ("applied", "undoing")
"""States of a batch whose facts are in the records."""


class AlreadyLoaded(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A kind of evidence cannot be declared absent while a file of it is applied."""


class SourceState(NamedTuple):
    """One source as the page shows it. `state`: loaded, absent or not_loaded.

    `covers` is the kind of evidence, or "roster" for each roster format. `covers_through` is the
    date of the latest fact; `source` the title of the format that brought it last.
    """

    covers: str
    title: str
    state: str
    source: str | None = None
    batch_id: UUID | None = None
    applied_at: datetime | None = None
    covers_through: date | None = None
    declared_by: str | None = None
    declared_at: datetime | None = None


class Loaded(NamedTuple):
    """The batch that last brought a source, and how far all applied batches of it reach."""

    format_id: str
    batch_id: UUID
    applied_at: datetime | None
    through: date | None


def sources(desk: Desk) -> tuple[SourceState, ...]:
    """Every kind of evidence and every roster of the district, with where it stands."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    batches = _applied(desk.session)
    loaded = _loaded_kinds(batches)
    declared = {each.covers: each for each in _standing(desk.session)}
    names = names_of(desk, {each.declared_by for each in declared.values()})
    kinds = tuple(
        _state(covers, title, loaded.get(covers), declared.get(covers), names)
        for covers, title in COVERS.items()
    )
    return (*_rosters(batches), *kinds)


def known_kinds(session: Session) -> frozenset[str]:
    """The kinds of which a missing fact means "none": loaded by an applied batch, or declared."""
    declared = {each.covers for each in _standing(session)}
    return frozenset(declared | _loaded_kinds(_applied(session)).keys())


def data_through(session: Session) -> date | None:
    """The date of the latest fact of any applied batch."""
    query = select(func.max(ImportBatch.covers_through)).where(ImportBatch.state.in_(STANDING))
    return session.execute(query).scalar_one()


def declare_absent(desk: Desk, covers: str) -> None:
    """Take the district's word that a kind of evidence does not exist there.

    A kind declared before stays so. Raises `AlreadyLoaded`, or `NotFound` for an unknown kind.
    Outcomes rest on this: recompute every campus afterwards.
    """
    _require_kind(desk, covers)
    if covers in _loaded_kinds(_applied(desk.session)):
        raise AlreadyLoaded(
            f"{COVERS[covers]}: files of this kind are loaded, so it cannot be declared absent. "
            "Undo those files first."
        )
    if _declaration(desk.session, covers) is not None:
        return
    declaration = SourceDeclaration(
        id=uuid4(),
        district_id=desk.actor.district_id,
        covers=covers,
        declared_by=desk.actor.user_id,
        declared_at=desk.now,
    )
    desk.session.add(declaration)
    _record(desk, Event.SOURCE_DECLARED_ABSENT, declaration)


def withdraw_declaration(desk: Desk, covers: str) -> None:
    """Take the district's word back; a kind that was not declared stays as it is."""
    _require_kind(desk, covers)
    declaration = _declaration(desk.session, covers)
    if declaration is None:
        return
    declaration.withdrawn_by = desk.actor.user_id
    declaration.withdrawn_at = desk.now
    _record(desk, Event.SOURCE_DECLARATION_WITHDRAWN, declaration)


def _record(desk: Desk, event: Event, declaration: SourceDeclaration) -> None:
    desk.session.flush()
    desk.record(event, "source", declaration.id, details={"covers": declaration.covers})
    desk.session.commit()


def _require_kind(desk: Desk, covers: str) -> None:
    require(desk.actor, Permission.DISTRICT_SOURCES_DECLARE)
    if covers not in COVERS:
        raise NotFound("source")


def _standing(session: Session) -> list[SourceDeclaration]:
    query = select(SourceDeclaration).where(SourceDeclaration.withdrawn_at.is_(None))
    return list(session.scalars(query))


def _declaration(session: Session, covers: str) -> SourceDeclaration | None:
    return next((each for each in _standing(session) if each.covers == covers), None)


def _applied(session: Session) -> list[Row[Any]]:
    query = (
        select(ImportBatch.id, ImportBatch.format_id, ImportBatch.counts, ImportBatch.applied_at)
        .where(ImportBatch.state.in_(STANDING))
        .order_by(ImportBatch.applied_at, ImportBatch.id)
    )
    return list(session.execute(query))


def _loaded_kinds(batches: list[Row[Any]]) -> dict[str, Loaded]:
    loaded: dict[str, Loaded] = {}
    for batch in batches:
        for covers in batch.counts.get("covers", ()):
            through = batch.counts.get("through", {}).get(covers)
            loaded[covers] = _loaded(batch, through, loaded.get(covers))
    return loaded


def _loaded(batch: Row[Any], through: str | None, before: Loaded | None) -> Loaded:
    days = [date.fromisoformat(through)] if through else []
    if before and before.through:
        days.append(before.through)
    return Loaded(batch.format_id, batch.id, batch.applied_at, max(days, default=None))


def _rosters(batches: list[Row[Any]]) -> list[SourceState]:
    latest = {b.format_id: b for b in batches if format_by_id(b.format_id).kind == ROSTER}
    if not latest:
        return [SourceState(ROSTER, "Student roster", "not_loaded")]
    return [
        SourceState(ROSTER, "Student roster", "loaded", title, batch.id, batch.applied_at)
        for title, batch in sorted((format_by_id(f).title, b) for f, b in latest.items())
    ]


def _state(
    covers: str,
    title: str,
    loaded: Loaded | None,
    declared: SourceDeclaration | None,
    names: dict[UUID, str],
) -> SourceState:
    if loaded is not None:
        return SourceState(
            covers,
            title,
            "loaded",
            format_by_id(loaded.format_id).title,
            loaded.batch_id,
            loaded.applied_at,
            loaded.through,
        )
    if declared is not None:
        return SourceState(
            covers,
            title,
            "absent",
            declared_by=names.get(declared.declared_by),
            declared_at=declared.declared_at,
        )
    return SourceState(covers, title, "not_loaded")
