"""What the pages about feeds show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from careercraft.clock import TEXAS
from careercraft.imports.formats import FORMATS
from careercraft.models import Campus, Feed, FeedFile, FeedRun, Task
from careercraft.privacy.access import permissions, require
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.districts import current_district
from careercraft.services.feeds.due import due_on, is_late
from careercraft.services.feeds.settings import FOLDER, FeedSettings, find, settings_of
from careercraft.services.feeds.sftp import fingerprint_of
from careercraft.services.feeds.words import EVERY, HOURS, OUTCOMES, STATES, Told, told
from careercraft.services.imports import file_columns
from careercraft.services.mail import outbox
from careercraft.services.mail.outbox import Waiting
from careercraft.services.people import names_of
from careercraft.services.tasks import TaskView

RUNS_SHOWN = 30


class FeedLine(NamedTuple):
    """One feed of the list. `state`: on, paused, waits, failed or late: the worst of them."""

    id: UUID
    name: str
    where: str
    expects: str
    state: str
    when: str
    last_taken_at: datetime | None
    next_run_at: datetime
    next_due: date | None
    why: Told | None


class FileLine(NamedTuple):
    """A file that a run took."""

    name: str
    outcome: str
    words: str
    rows: int
    batch_id: UUID | None
    why: Told | None


class RunLine(NamedTuple):
    """One look at the source."""

    id: UUID
    at: datetime
    by: str
    state: str
    words: str
    why: Told | None
    files: tuple[FileLine, ...]


class FeedsPage(NamedTuple):
    """The list of feeds. `mail_server`: whether messages can go out at all."""

    feeds: tuple[FeedLine, ...]
    mail_server: bool
    mail: Waiting
    may_manage: bool


class FeedPage(NamedTuple):
    """One feed with its history."""

    line: FeedLine
    settings: FeedSettings
    campuses: tuple[str, ...]
    every: str
    folder: str | None
    """The folder on the machine that an SFTP server has to fill; None for a feed that fetches."""
    fingerprint: str | None
    acts_for: str
    runs: tuple[RunLine, ...]
    task: TaskView | None


class Choice(NamedTuple):
    """Something to choose in the form."""

    id: str
    label: str


class Choices(NamedTuple):
    """What the form offers."""

    expects: tuple[Choice, ...]
    campuses: tuple[Choice, ...]


def feeds(desk: Desk) -> FeedsPage:
    """Every feed in use, by name."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    query = select(Feed).where(Feed.removed_at.is_(None)).order_by(Feed.created_at)
    found = list(desk.session.scalars(query))
    last, titles = _last_runs(desk, [one.id for one in found]), _titles(desk)
    lines = [_line(desk, one, last.get(one.id), titles) for one in found]
    return FeedsPage(
        tuple(sorted(lines, key=lambda line: line.name.casefold())),
        desk.outside.mail is not None,
        outbox.waiting(desk),
        _may_manage(desk),
    )


def feed(desk: Desk, feed_id: UUID) -> FeedPage:
    """One feed; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    found = find(desk, feed_id)
    settings = settings_of(desk, found)
    query = select(FeedRun).where(FeedRun.feed_id == feed_id)
    runs = list(desk.session.scalars(query.order_by(FeedRun.asked_at.desc()).limit(RUNS_SHOWN)))
    names = names_of(desk, {one.started_by for one in runs if one.started_by} | {found.acts_for})
    files = _files_of(desk, [one.id for one in runs])
    return FeedPage(
        _line(desk, found, runs[0] if runs else None, _titles(desk)),
        settings,
        _campus_names(desk, settings.campuses),
        EVERY[settings.every_days],
        _folder(desk, settings),
        fingerprint_of(settings.host_key) if settings.host_key else None,
        names.get(found.acts_for, "somebody who left"),
        tuple(_run(one, names, files.get(one.id, ())) for one in runs),
        _task(desk, runs),
    )


def choices(desk: Desk) -> Choices:
    """What a feed can expect, and the campuses it can be kept to."""
    require(desk.actor, Permission.DISTRICT_FEEDS_MANAGE)
    campuses = desk.session.execute(select(Campus.id, Campus.name).order_by(Campus.name))
    return Choices(
        tuple(Choice(id_, title) for id_, title in _titles(desk).items()),
        tuple(Choice(str(row.id), row.name) for row in campuses),
    )


def root_folder(desk: Desk) -> str | None:
    """The folder of the district on the machine; None where the installation has none."""
    if desk.outside.feed_folder is None:
        return None
    return str(desk.outside.feed_folder / current_district(desk).number)


def _line(desk: Desk, found: Feed, last: FeedRun | None, titles: Mapping[str, str]) -> FeedLine:
    settings = settings_of(desk, found)
    today = desk.now.astimezone(TEXAS).date()
    state, why = _state(found, last, today)
    where = "a folder here" if found.kind == FOLDER else settings.host
    return FeedLine(
        found.id,
        settings.name,
        where,
        titles.get(settings.expects, "Whatever is recognized"),
        state,
        HOURS[settings.local_hour],
        found.last_taken_at,
        found.next_run_at,
        due_on(found),
        why,
    )


def _state(found: Feed, last: FeedRun | None, today: date) -> tuple[str, Told | None]:
    if found.paused:
        return "paused", None
    if last is not None and last.state == "failed":
        return "failed", told(last.reason)
    if is_late(found, today):
        return "late", None
    waits = last is not None and any(last.counts.get(one) for one in ("waits", "columns"))
    return ("waits" if waits else "on"), None


def _last_runs(desk: Desk, feed_ids: list[UUID]) -> dict[UUID, FeedRun]:
    latest = (
        select(FeedRun.feed_id, func.max(FeedRun.asked_at).label("at"))
        .where(FeedRun.feed_id.in_(feed_ids))
        .group_by(FeedRun.feed_id)
        .subquery()
    )
    same = (FeedRun.feed_id == latest.c.feed_id) & (FeedRun.asked_at == latest.c.at)
    return {one.feed_id: one for one in desk.session.scalars(select(FeedRun).join(latest, same))}


def _titles(desk: Desk) -> dict[str, str]:
    titles = {one.id: one.title for one in sorted(FORMATS, key=lambda each: each.title)}
    saved = {str(one.id): f"Saved columns: {one.name}" for one in file_columns.kept(desk)}
    return titles | saved


def _files_of(desk: Desk, run_ids: list[UUID]) -> dict[UUID, tuple[FileLine, ...]]:
    if not run_ids:
        return {}
    query = select(FeedFile).where(FeedFile.run_id.in_(run_ids)).order_by(FeedFile.taken_at)
    found: dict[UUID, tuple[FileLine, ...]] = {}
    for one in desk.session.scalars(query):
        name = unseal_json(desk.keys, Place("feed_files", "name_sealed", one.id), one.name_sealed)
        line = FileLine(
            name, one.outcome, OUTCOMES[one.outcome], one.rows, one.batch_id, told(one.reason)
        )
        found[one.run_id] = (*found.get(one.run_id, ()), line)
    return found


def _run(look: FeedRun, names: Mapping[UUID, str], files: tuple[FileLine, ...]) -> RunLine:
    by = names.get(look.started_by, "somebody who left") if look.started_by else "by the clock"
    words = STATES[look.state]
    if look.state == "done":
        words = _brought(look.counts)
    return RunLine(look.id, look.asked_at, by, look.state, words, told(look.reason), files)


def _brought(counts: Mapping[str, Any]) -> str:
    number = counts.get("files", 0)
    if not number:
        return "Nothing new"
    return f"{number} file{'' if number == 1 else 's'}, {counts.get('rows', 0):,} rows"


def _task(desk: Desk, runs: list[FeedRun]) -> TaskView | None:
    if not runs or runs[0].task_id is None:
        return None
    task = desk.session.get(Task, runs[0].task_id)
    return tasks.as_view(task) if task is not None else None


def _campus_names(desk: Desk, ids: tuple[UUID, ...]) -> tuple[str, ...]:
    if not ids:
        return ()
    query = select(Campus.name).where(Campus.id.in_(ids)).order_by(Campus.name)
    return tuple(desk.session.scalars(query))


def _folder(desk: Desk, settings: FeedSettings) -> str | None:
    root = root_folder(desk) if settings.kind == FOLDER else None
    return str(Path(root) / settings.folder) if root else None


def _may_manage(desk: Desk) -> bool:
    return Permission.DISTRICT_FEEDS_MANAGE in permissions(desk.actor)
