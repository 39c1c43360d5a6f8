"""A class of students under another class's rules: who gains, who loses, and why.

The work is done in the background and keeps, per student who changes, the kind of change and the
indicators that explain it; the sentences are found again when somebody looks, for the students
who are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, select

from careercraft.calc import (
    NoValueInForce,
    rules_for_class,
    short_title,
)
from careercraft.calc.compare import Change, Kind, change_sentence, change_under, decisive
from careercraft.calc.params import first_class
from careercraft.models import Campus, RulePreview, Student
from careercraft.privacy.access import (
    NotFound,
    counted_students,
    permissions,
    reaches_whole_district,
    require,
    visible_campuses,
    visible_students,
)
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from, profile_from
from careercraft.privacy.permissions import Permission
from careercraft.services import class_counts, districts, tasks
from careercraft.services.context import Desk
from careercraft.services.facts import stored_facts, student_facts
from careercraft.services.knowledge import Knowledge, knowledge
from careercraft.services.people import names_of
from careercraft.services.students import name_order

STUDENTS_AT_A_TIME = 250
STUDENTS_PER_PAGE = 50
YEARS_AHEAD = 4
LATEST_SHOWN = 10
NO_LONGER = "No longer changes: what is on file is not what it was."
KINDS = {
    Kind.LOSES: "Lose the point",
    Kind.GAINS: "Gain the point",
    Kind.IN_DOUBT: "May lose the point: something is not known",
    Kind.MAY_GAIN: "May gain the point: something is not known",
    Kind.FALLS_AWAY: "Can no longer gain the point by what is on file",
    Kind.HIGHER_LEVEL: "Reach a higher level",
    Kind.LOWER_LEVEL: "Reach a lower level",
    Kind.LEVEL_IN_DOUBT: "Reach a level that is not known",
    Kind.KEEPS_MET: "Keep the point, by fewer or other indicators",
    Kind.KEEPS_OPEN: "Still without the point, with other indicators open",
    Kind.OTHER_EDITION: "Judged by the other system, whose answers cannot be compared",
}
"""Every kind of change, in the order in which a reader wants to know of it."""


class Asked(NamedTuple):
    """What a preview is of; `campus_id` is None for every campus of the reader's district."""

    campus_id: UUID | None
    class_of: int
    rules_of: int


class Listed(NamedTuple):
    """A preview in the list of those asked for."""

    id: UUID
    campus_name: str | None
    class_of: int
    rules_of: int
    asked_by: str
    asked_at: datetime
    ready_at: datetime | None
    task_id: UUID | None


class Group(NamedTuple):
    """Students to whom the same happens for the same reason; `id` names it in an address."""

    id: str
    indicators: tuple[str, ...]
    students: int


class KindGroups(NamedTuple):
    """All students of one kind of change, by the indicators that explain it."""

    kind: str
    title: str
    students: int
    groups: tuple[Group, ...]


class StudentChange(NamedTuple):
    """One student who changes, with the sentence that says why."""

    id: UUID
    name: str
    campus_name: str
    sentence: str


class PreviewPage(NamedTuple):
    """A preview. `students` are those of the chosen kind and group, one page of them."""

    listed: Listed
    campus_id: UUID | None
    judged: int
    unchanged: int
    kinds: tuple[KindGroups, ...]
    chosen: str | None
    chosen_title: str | None
    students: tuple[StudentChange, ...]
    total: int
    page: int
    pages: int
    may_open: bool
    same_edition: bool


class Offer(NamedTuple):
    """What can be asked: classes on file, classes with rules, campuses; and what was asked."""

    classes: tuple[int, ...]
    rules: tuple[int, ...]
    campuses: tuple[Campus, ...]
    whole_district: bool
    latest: tuple[Listed, ...]


def offer(desk: Desk) -> Offer:
    """What the reader may ask for, and the latest previews of what the reader may see."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    first = int(first_class())
    classes = tuple(one for one in class_counts.counted_classes(desk) if one >= first)
    last = max((*classes, first)) + YEARS_AHEAD
    return Offer(
        classes,
        tuple(range(first, last + 1)),
        tuple(districts.campuses(desk)),
        reaches_whole_district(desk.actor),
        _latest(desk),
    )


def ask(desk: Desk, asked: Asked) -> tuple[UUID, UUID]:
    """Ask for a preview; returns its id and its task, which the caller enqueues.

    Raises `NotFound` for a campus that is not the reader's or a class without rules.
    """
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    _require_reach(desk, asked.campus_id)
    for class_of in (asked.class_of, asked.rules_of):
        _require_rules(class_of)
    preview = RulePreview(
        id=uuid4(),
        district_id=desk.actor.district_id,
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
        **asked._asdict(),
    )
    desk.session.add(preview)
    desk.session.flush()
    task = tasks.start(desk, "preview_rules", preview.id)
    preview.task_id = task.id
    details = {"class_of": asked.class_of, "rules_of": asked.rules_of}
    desk.record(Event.RULES_PREVIEWED, "rule_preview", preview.id, details=details)
    desk.session.commit()
    return preview.id, task.id


def work_out(desk: Desk, preview_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Judge every student of the preview twice and keep who changes."""
    preview = _visible(desk, preview_id)
    rows = _students(desk, preview)
    known = knowledge(desk.session)
    changes: list[dict[str, Any]] = []
    for start in range(0, len(rows), STUDENTS_AT_A_TIME):
        some = rows[start : start + STUDENTS_AT_A_TIME]
        changes += [
            _kept(student_id, change)
            for student_id, change in _changes(desk, some, known, preview.rules_of)
        ]
        progress(start + len(some), len(rows))
    preview.students = len(rows)
    preview.changes = {"students": changes}
    preview.ready_at = desk.now
    desk.session.commit()


def preview_page(
    desk: Desk, preview_id: UUID, chosen: str | None = None, page: int = 1
) -> PreviewPage:
    """A preview that is ready or on its way, with the students of one group of changes.

    `chosen` is the id of a kind or of a group; another one lists nobody. Raises `NotFound`.
    """
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    preview = _visible(desk, preview_id)
    kept = (preview.changes or {}).get("students", [])
    may_open = Permission.CAMPUS_ROSTER_READ in permissions(desk.actor)
    wanted = [one for one in kept if chosen in (one["kind"], _group_id(one))]
    pages = max(1, -(-len(wanted) // STUDENTS_PER_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * STUDENTS_PER_PAGE
    shown = _named(desk, preview, wanted, first) if may_open and wanted else ()
    return PreviewPage(
        _listed(desk, [preview])[0],
        preview.campus_id,
        preview.students or 0,
        (preview.students or 0) - len(kept),
        tuple(_kinds(kept)),
        chosen if wanted else None,
        _title(wanted[0], chosen) if wanted else None,
        shown,
        len(wanted),
        page,
        pages,
        may_open,
        _same_edition(preview),
    )


# Asking


def _require_reach(desk: Desk, campus_id: UUID | None) -> None:
    if campus_id is not None:
        districts.campus(desk, campus_id)
    elif not reaches_whole_district(desk.actor):
        raise NotFound("campus")


def _require_rules(class_of: int) -> None:
    try:
        rules_for_class(class_of)
    except (NoValueInForce, ValueError):
        raise NotFound("class") from None


def _same_edition(preview: RulePreview) -> bool:
    return rules_for_class(preview.class_of).edition == rules_for_class(preview.rules_of).edition


def _visible(desk: Desk, preview_id: UUID) -> RulePreview:
    preview = desk.session.get(RulePreview, preview_id)
    if preview is None:
        raise NotFound("preview")
    _require_reach(desk, preview.campus_id)
    return preview


def _latest(desk: Desk) -> tuple[Listed, ...]:
    mine: ColumnElement[bool] = RulePreview.campus_id.in_(
        select(Campus.id).where(visible_campuses(desk.actor))
    )
    if reaches_whole_district(desk.actor):
        mine = mine | RulePreview.campus_id.is_(None)
    query = (
        select(RulePreview)
        .where(mine)
        .order_by(RulePreview.asked_at.desc(), RulePreview.id)
        .limit(LATEST_SHOWN)
    )
    return tuple(_listed(desk, list(desk.session.scalars(query))))


def _listed(desk: Desk, previews: list[RulePreview]) -> list[Listed]:
    names = names_of(desk, {one.asked_by for one in previews})
    places = {campus.id: campus.name for campus in districts.campuses(desk)}
    return [
        Listed(
            one.id,
            places.get(one.campus_id) if one.campus_id else None,
            one.class_of,
            one.rules_of,
            names.get(one.asked_by, "somebody who left"),
            one.asked_at,
            one.ready_at,
            one.task_id,
        )
        for one in previews
    ]


# Judging twice


def _students(
    desk: Desk, preview: RulePreview, only: Iterable[UUID] | None = None
) -> list[Row[Any]]:
    """The students of the preview; names are opened only where `only` says of whom."""
    within = counted_students(desk.actor) if only is None else visible_students(desk.actor)
    query = (
        select(
            Student.id,
            Student.campus_id,
            Student.class_of,
            Student.status,
            Student.profile_sealed,
            Student.identity_sealed,
        )
        .where(
            within,
            Student.class_of == preview.class_of,
            Student.removed_at.is_(None),
            Student.status != "withdrawn",
        )
        .order_by(Student.id)
    )
    if preview.campus_id is not None:
        query = query.where(Student.campus_id == preview.campus_id)
    if only is not None:
        query = query.where(Student.id.in_(list(only)))
    return list(desk.session.execute(query))


def _changes(
    desk: Desk, rows: Sequence[Row[Any]], known: Knowledge, rules_of: int
) -> list[tuple[UUID, Change]]:
    evidence = stored_facts(desk, [row.id for row in rows])
    found = []
    for row in rows:
        profile = profile_from(desk.keys, row.id, row.profile_sealed)
        kinds = known.of(row.campus_id, row.class_of)
        facts = student_facts(row.class_of, row.status, profile, evidence.get(row.id, ()), kinds)
        change = change_under(facts, rules_of)
        if change is not None:
            found.append((row.id, change))
    return found


def _kept(student_id: UUID, change: Change) -> dict[str, Any]:
    return {
        "student": str(student_id),
        "kind": change.kind.value,
        "by": [one.indicator for one in decisive(change)],
    }


# Showing


def _group_id(kept: dict[str, Any]) -> str:
    return ".".join((kept["kind"], *kept["by"]))


def _kinds(kept: list[dict[str, Any]]) -> Iterable[KindGroups]:
    per_group = Counter(_group_id(one) for one in kept)
    for kind, title in KINDS.items():
        groups = [
            Group(id_, _indicators(id_), students)
            for id_, students in per_group.most_common()
            if id_.split(".", maxsplit=1)[0] == kind.value
        ]
        if groups:
            total = sum(group.students for group in groups)
            yield KindGroups(kind.value, title, total, tuple(groups))


def _indicators(group_id: str) -> tuple[str, ...]:
    return tuple(short_title(id_) for id_ in group_id.split(".")[1:])


def _title(kept: dict[str, Any], chosen: str | None) -> str:
    title = KINDS[Kind(kept["kind"])]
    indicators = _indicators(_group_id(kept)) if chosen != kept["kind"] else ()
    return f"{title}: {', '.join(indicators)}" if indicators else title


def _named(
    desk: Desk, preview: RulePreview, wanted: list[dict[str, Any]], first: int
) -> tuple[StudentChange, ...]:
    """One page of the wanted students by name, judged anew for their sentences."""
    rows = _students(desk, preview, [UUID(one["student"]) for one in wanted])
    opened = [(row, identity_from(desk.keys, row.id, row.identity_sealed)) for row in rows]
    opened.sort(key=lambda pair: (*name_order(pair[1]), str(pair[0].id)))
    shown = opened[first : first + STUDENTS_PER_PAGE]
    found = _changes(desk, [row for row, _ in shown], knowledge(desk.session), preview.rules_of)
    changes = dict(found)
    places = {campus.id: campus.name for campus in districts.campuses(desk)}
    details: dict[str, Detail] = {"shown": len(shown)}
    seen = [row.id for row, _ in shown]
    desk.record(
        Event.RULE_PREVIEW_OPENED, "rule_preview", preview.id, details=details, students=seen
    )
    desk.session.commit()
    return tuple(
        StudentChange(
            row.id,
            identity.listed_name,
            places.get(row.campus_id, ""),
            change_sentence(changes[row.id]) if row.id in changes else NO_LONGER,
        )
        for row, identity in shown
    )
