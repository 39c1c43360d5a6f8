"""Which kinds of evidence a district has loaded, and which it says do not exist there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from careercraft.clock import TEXAS
from careercraft.db import rows_of
from careercraft.imports.formats import format_by_id
from careercraft.models import Campus, ImportBatch, SourceDeclaration
from careercraft.privacy.access import NotFound, require, visible_campuses
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import districts
from careercraft.services.context import Desk
from careercraft.services.feeds import due
from careercraft.services.imports.words import COVERS, PROGRAM_COVERS
from careercraft.services.knowledge import (
    NEVER_DECLARED,
    STANDING,
    applied_batches,
    covers_of,
    knowledge,
    places_with_students,
    standing_declarations,
)
from careercraft.services.people import names_of

ROSTER = "roster"


class AlreadyLoaded(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A kind of evidence cannot be declared absent while a file of it is applied."""


class Gap(NamedTuple):
    """Classes of a campus of which a kind is neither loaded nor declared not to exist."""

    campus_id: UUID
    campus_name: str
    classes: tuple[int, ...]


class CampusWord(NamedTuple):
    """The district's word for one campus that no more of a kind exists than is loaded."""

    campus_id: UUID
    campus_name: str
    declared_by: str | None
    declared_at: datetime


class SourceState(NamedTuple):
    """One source as the page shows it. `state`: loaded, absent or not_loaded.

    `covers` is the kind of evidence, or "roster" for each roster format. `covers_through` is the
    date of the latest fact; `source` the title of the format that brought it last. A kind that is
    loaded may be so for some campuses and classes only: `gaps` are the others. `declared_by` says
    whose word it is that there is no more of it anywhere, `words` the same for single campuses.
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
    gaps: tuple[Gap, ...] = ()
    words: tuple[CampusWord, ...] = ()
    next_due: date | None = None
    """When the feed that brings it expects its next file; `late`: that day has passed."""
    late: bool = False
    feed_id: UUID | None = None

    @property
    def may_be_declared(self) -> bool:
        """Whether a district can say that there is no more of the kind than is loaded."""
        return self.covers not in {*NEVER_DECLARED, ROSTER}


class Loaded(NamedTuple):
    """The batch that last brought a source, and how far all applied batches of it reach."""

    format_id: str
    batch_id: UUID
    applied_at: datetime | None
    through: date | None


def sources(desk: Desk) -> tuple[SourceState, ...]:
    """Every kind of evidence and every roster of the district, with where it stands."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    batches = applied_batches(desk.session)
    told = _told(desk, batches)
    kinds = tuple(_state(covers, title, told) for covers, title in COVERS.items())
    dues = due.by_kind(desk.session, desk.now.astimezone(TEXAS).date())
    return tuple(_with_due(one, dues) for one in (*_rosters(batches), *kinds))


def _with_due(state: SourceState, dues: Mapping[str, due.Due]) -> SourceState:
    found = dues.get(state.covers)
    if found is None:
        return state
    return state._replace(next_due=found.on, late=found.late, feed_id=found.feed_id)


class _Told(NamedTuple):
    """What all kinds are told from."""

    loaded: Mapping[str, Loaded]
    everywhere: Mapping[str, SourceDeclaration]
    at_campus: Mapping[str, tuple[CampusWord, ...]]
    gaps: Mapping[str, tuple[Gap, ...]]
    names: Mapping[UUID, str]


def _told(desk: Desk, batches: list[Row[Any]]) -> _Told:
    declared = standing_declarations(desk.session)
    names = names_of(desk, {each.declared_by for each in declared})
    campuses = {
        row.id: row.name
        for row in desk.session.execute(
            select(Campus.id, Campus.name).where(visible_campuses(desk.actor))
        )
    }
    at_campus: dict[str, tuple[CampusWord, ...]] = {}
    for one in declared:
        if one.campus_id is not None and one.campus_id in campuses:
            word = CampusWord(
                one.campus_id,
                campuses[one.campus_id],
                names.get(one.declared_by),
                one.declared_at,
            )
            at_campus[one.covers] = (*at_campus.get(one.covers, ()), word)
    return _Told(
        _loaded_kinds(batches),
        {one.covers: one for one in declared if one.campus_id is None},
        at_campus,
        _gaps(desk.session, campuses),
        names,
    )


def _gaps(session: Session, campuses: Mapping[UUID, str]) -> dict[str, tuple[Gap, ...]]:
    """Per kind, the campuses (by name) with the classes of which it is not known completely."""
    known = knowledge(session)
    lacking: dict[str, dict[UUID, list[int]]] = {}
    for campus_id, class_of in sorted(places_with_students(session)):
        if campus_id in campuses:
            for covers in COVERS.keys() - known.of(campus_id, class_of) - PROGRAM_COVERS:
                lacking.setdefault(covers, {}).setdefault(campus_id, []).append(class_of)
    return {
        covers: tuple(
            sorted(
                (Gap(campus, campuses[campus], tuple(classes)) for campus, classes in at.items()),
                key=lambda gap: gap.campus_name,
            )
        )
        for covers, at in lacking.items()
    }


def known_kinds(session: Session) -> frozenset[str]:
    """The kinds of which anything was loaded, or the district said that there is none at all."""
    declared = {each.covers for each in standing_declarations(session) if each.campus_id is None}
    return frozenset(declared | _loaded_kinds(applied_batches(session)).keys())


THROUGH = select(func.max(ImportBatch.covers_through)).where(ImportBatch.state.in_(STANDING))


def data_through(session: Session) -> date | None:
    """The date of the latest fact of any applied batch."""
    ((through,),) = rows_of(session, THROUGH)
    return through  # type: ignore[no-any-return]


def declare_absent(desk: Desk, covers: str, campus_id: UUID | None = None) -> None:
    """Take the district's word that no more of a kind exists than is loaded.

    Without a campus that holds everywhere. What was declared before stays so. Raises
    `AlreadyLoaded` where the files leave nothing open, `NotFound` for an unknown kind or campus.
    Outcomes rest on this: recompute the campus, or every campus, afterwards.
    """
    _require_kind(desk, covers, campus_id)
    if _declaration(desk.session, covers, campus_id) is not None:
        return
    if covers in known_kinds(desk.session) and not _is_open(desk, covers, campus_id):
        raise AlreadyLoaded(
            f"{COVERS[covers]}: files of this kind are loaded for every class, so there is nothing "
            "to declare. Undo those files first."
        )
    declaration = SourceDeclaration(
        id=uuid4(),
        district_id=desk.actor.district_id,
        covers=covers,
        campus_id=campus_id,
        declared_by=desk.actor.user_id,
        declared_at=desk.now,
    )
    desk.session.add(declaration)
    _record(desk, Event.SOURCE_DECLARED_ABSENT, declaration)


def withdraw_declaration(desk: Desk, covers: str, campus_id: UUID | None = None) -> None:
    """Take the district's word back; a kind that was not declared stays as it is."""
    _require_kind(desk, covers, campus_id)
    declaration = _declaration(desk.session, covers, campus_id)
    if declaration is None:
        return
    declaration.withdrawn_by = desk.actor.user_id
    declaration.withdrawn_at = desk.now
    _record(desk, Event.SOURCE_DECLARATION_WITHDRAWN, declaration)


def _record(desk: Desk, event: Event, declaration: SourceDeclaration) -> None:
    desk.session.flush()
    campus = str(declaration.campus_id) if declaration.campus_id else None
    details = {"covers": declaration.covers, "campus_id": campus}
    desk.record(event, "source", declaration.id, details=details)
    desk.session.commit()


def _require_kind(desk: Desk, covers: str, campus_id: UUID | None) -> None:
    require(desk.actor, Permission.DISTRICT_SOURCES_DECLARE)
    if covers not in COVERS or covers in NEVER_DECLARED:
        raise NotFound("source")
    if campus_id is not None:
        districts.campus(desk, campus_id)


def _is_open(desk: Desk, covers: str, campus_id: UUID | None) -> bool:
    """Whether some class, at the campus or anywhere, is not spoken for."""
    known = knowledge(desk.session)
    return any(
        covers not in known.of(campus, class_of)
        for campus, class_of in places_with_students(desk.session)
        if campus_id in (None, campus)
    )


def _declaration(session: Session, covers: str, campus_id: UUID | None) -> SourceDeclaration | None:
    wanted = (covers, campus_id)
    return next(
        (one for one in standing_declarations(session) if (one.covers, one.campus_id) == wanted),
        None,
    )


def _loaded_kinds(batches: list[Row[Any]]) -> dict[str, Loaded]:
    loaded: dict[str, Loaded] = {}
    for batch in batches:
        for covers in covers_of(batch.counts):
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


def _state(covers: str, title: str, told: _Told) -> SourceState:
    declared = told.everywhere.get(covers)
    state = SourceState(
        covers,
        title,
        "absent" if declared else "not_loaded",
        declared_by=told.names.get(declared.declared_by) if declared else None,
        declared_at=declared.declared_at if declared else None,
        gaps=told.gaps.get(covers, ()),
        words=told.at_campus.get(covers, ()),
    )
    loaded = told.loaded.get(covers)
    if loaded is None:
        return state
    return state._replace(
        state="loaded",
        source=format_by_id(loaded.format_id).title,
        batch_id=loaded.batch_id,
        applied_at=loaded.applied_at,
        covers_through=loaded.through,
    )
