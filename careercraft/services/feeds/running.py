"""One look at a feed's source: fetch what is complete, read it, apply it where that is agreed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import takewhile
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from careercraft.models import Feed, FeedFile, FeedRun, ImportBatch, Task, User
from careercraft.privacy.access import NotAllowed, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services import imports, tasks
from careercraft.services.context import Desk
from careercraft.services.districts import current_district
from careercraft.services.feeds import sftp, telling
from careercraft.services.feeds.checking import fate_of
from careercraft.services.feeds.due import SOONER
from careercraft.services.feeds.folder import WatchedFolder
from careercraft.services.feeds.settings import FOLDER, FeedSettings, find, server_of, settings_of
from careercraft.services.feeds.source import (
    Changing,
    Found,
    Source,
    SourceProblem,
    TooLarge,
    candidates,
    unchanged,
)
from careercraft.services.imports import LARGEST_UPLOAD_BYTES
from careercraft.services.imports.layouts import SourceFile

Progress = Callable[[int, int], None]
TRIED_SOONER = frozenset({"unreachable", "stopped_midway", "unexpected"})
MOST_SOONER = 3
LONGEST_LOOK = timedelta(hours=1)
"""The queue ends a job after half an hour; a task that is older was left by a worker that died."""
TOLD_AGAIN_AFTER = timedelta(hours=20)
FORGOTTEN_STATES = ("discarded", "failed")
"""Uploads by hand that brought nothing: a feed may bring the same file."""


class AtWork(Exception):  # noqa: N818 - an answer to the person
    """The feed is looking already."""


def ask(desk: Desk, feed_id: UUID) -> UUID:
    """Look now; the caller enqueues the task. Raises `AtWork` or `NotFound`."""
    require(desk.actor, Permission.DISTRICT_FEEDS_MANAGE)
    feed = find(desk, feed_id)
    task_id = start(desk, feed)
    desk.record(Event.FEED_RUN_ASKED, "feed", feed.id)
    desk.session.commit()
    return task_id


def start(desk: Desk, feed: Feed) -> UUID:
    """Note that a feed is to look, in the name of whom it acts for; the caller commits."""
    if _is_at_work(desk, feed.id):
        raise AtWork
    _note_dead(desk, feed.id)
    run = FeedRun(
        id=uuid4(),
        district_id=feed.district_id,
        feed_id=feed.id,
        started_by=desk.actor.user_id,
        counts={},
        asked_at=desk.now,
    )
    desk.session.add(run)
    desk.session.flush()
    task = tasks.start(desk, "run_feed", feed.id)
    task.started_by = feed.acts_for
    run.task_id = task.id
    return task.id


def _is_at_work(desk: Desk, feed_id: UUID) -> bool:
    """Whether a look is under way; one that is older than any look may last has died."""
    query = select(Task.id).where(
        Task.subject_id == feed_id,
        Task.kind == "run_feed",
        Task.state.in_(tasks.OPEN_STATES),
        Task.created_at > desk.now - LONGEST_LOOK,
    )
    return desk.session.scalars(query.limit(1)).first() is not None


def _note_dead(desk: Desk, feed_id: UUID) -> None:
    """Looks whose worker died are told as failed; the files that they held are free again."""
    dead = update(FeedRun).where(
        FeedRun.feed_id == feed_id, FeedRun.state.in_(("waiting", "running"))
    )
    desk.session.execute(dead.values(state="failed", reason="unexpected", ended_at=desk.now))


def run(desk: Desk, feed_id: UUID, progress: Progress) -> frozenset[UUID]:
    """Worker: look once; returns the campuses whose outcomes must be recomputed.

    What stands in the way ends the run with its reason, and the people of the feed are told.
    """
    feed, look = find(desk, feed_id), _current(desk, feed_id)
    look.state = "running"
    _forget_half_taken(desk, feed_id)
    desk.session.commit()
    taking = _Taking(desk, feed, look, progress)
    try:
        _require_person(desk, feed)
        with _source(desk, feed) as source:
            taking.everything(source)
    except SourceProblem as problem:
        desk.session.rollback()
        _end(desk, feed, look, taking, problem.code)
    else:
        _end(desk, feed, look, taking, None)
    return frozenset(taking.campuses)


def ended(desk: Desk, task_id: UUID) -> None:
    """Note that a task was done here, without the queue."""
    task = desk.session.get_one(Task, task_id)
    task.state, task.began_at, task.ended_at = "done", desk.now, desk.now
    desk.session.commit()


def note_failure(desk: Desk, feed_id: UUID) -> None:
    """After work that stopped otherwise: files half taken are free again, people are told."""
    feed, look = desk.session.get_one(Feed, feed_id), _current(desk, feed_id)
    _forget_half_taken(desk, feed_id)
    if look.state in ("waiting", "running"):
        look.state, look.reason, look.ended_at = "failed", "unexpected", desk.now
        _after_failure(desk, feed, look, "unexpected")
    desk.session.commit()


def _after_failure(desk: Desk, feed: Feed, look: FeedRun, reason: str) -> None:
    """Try again soon, a few times; tell the people of the feed once, not at each try."""
    before = _same_failures(desk, feed.id, look, reason)
    if reason in TRIED_SOONER and before < MOST_SOONER:
        feed.next_run_at = min(feed.next_run_at, desk.now + SOONER)
    if before == 0:
        telling.failed(desk, feed, reason)


def _same_failures(desk: Desk, feed_id: UUID, look: FeedRun, reason: str) -> int:
    """How many looks just before this one failed for the same reason."""
    query = (
        select(FeedRun.reason)
        .where(
            FeedRun.feed_id == feed_id,
            FeedRun.id != look.id,
            FeedRun.asked_at > desk.now - TOLD_AGAIN_AFTER,
        )
        .order_by(FeedRun.asked_at.desc())
    )
    reasons = desk.session.scalars(query)
    return sum(1 for _ in takewhile(lambda one: one == reason, reasons))


def _current(desk: Desk, feed_id: UUID) -> FeedRun:
    query = select(FeedRun).where(FeedRun.feed_id == feed_id)
    return desk.session.scalars(query.order_by(FeedRun.asked_at.desc()).limit(1)).one()


def _forget_half_taken(desk: Desk, feed_id: UUID) -> None:
    half = (FeedFile.feed_id == feed_id, FeedFile.outcome == "taking")
    for batch_id in list(desk.session.scalars(select(FeedFile.batch_id).where(*half))):
        if batch_id is not None:
            imports.note_failure(desk, batch_id)
    desk.session.execute(delete(FeedFile).where(*half))


def _require_person(desk: Desk, feed: Feed) -> None:
    user = desk.session.get_one(User, feed.acts_for)
    try:
        require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    except NotAllowed:
        raise SourceProblem("person_gone") from None
    if user.disabled_at is not None:
        raise SourceProblem("person_gone")


def _end(desk: Desk, feed: Feed, look: FeedRun, taking: _Taking, reason: str | None) -> None:
    look.state = "failed" if reason else "done"
    look.reason, look.ended_at = reason, desk.now
    look.counts = dict(taking.counts)
    if taking.unfinished:
        feed.next_run_at = min(feed.next_run_at, desk.now + SOONER)
    if taking.counts["taken"]:
        feed.last_taken_at, feed.overdue_told_at = desk.now, None
    details: dict[str, Detail] = dict(look.counts)
    desk.record(Event.FEED_RUN_ENDED, "feed", feed.id, details=details | {"reason": reason})
    if reason:
        _after_failure(desk, feed, look, reason)
    if taking.stopped:
        telling.waits(desk, feed, taking.stopped)
    desk.session.commit()


@contextmanager
def _source(desk: Desk, feed: Feed) -> Iterator[Source]:
    if feed.kind == FOLDER:
        yield _watched(desk, settings_of(desk, feed))
        return
    server = server_of(desk, feed)
    with sftp.opened(server, local_servers=desk.outside.local_servers) as remote:
        yield remote


def _watched(desk: Desk, settings: FeedSettings) -> WatchedFolder:
    if desk.outside.feed_folder is None:
        raise SourceProblem("no_folder_set")
    folder = desk.outside.feed_folder / current_district(desk).number / settings.folder
    return WatchedFolder(folder, settings.marker, f"{desk.now:%Y%m%d-%H%M%S}")


class _Taking:
    """The files of one run, and what became of each."""

    def __init__(self, desk: Desk, feed: Feed, look: FeedRun, progress: Progress) -> None:
        self._desk = desk
        self._feed = feed
        self._look = look
        self._progress = progress
        self._settings = settings_of(desk, feed)
        self.counts: Counter[str] = Counter()
        self.campuses: set[UUID] = set()
        self.stopped: list[str] = []
        """Why files wait for a person or were refused, as codes."""
        self.unfinished = False

    def everything(self, source: Source) -> None:
        """Take every complete file that was not taken before, one after the other."""
        complete = self._complete(source)
        for done, found in enumerate(complete):
            self._progress(done, len(complete))
            try:
                self._one(source, found)
            except Changing:
                self.unfinished = True

    def _complete(self, source: Source) -> list[Found]:
        first = self._asked_for(source.listed())
        if not first or self._settings.marker:
            return first
        time.sleep(self._desk.outside.quiet_seconds)
        still = unchanged(first, self._asked_for(source.listed()))
        self.unfinished = len(still) < len(first)
        return still

    def _asked_for(self, files: list[Found]) -> list[Found]:
        wanted = candidates(files, self._settings.pattern, self._settings.marker)
        places = {self._place_of(one): one for one in wanted}
        query = select(FeedFile.place_lookup).where(
            FeedFile.feed_id == self._feed.id, FeedFile.place_lookup.in_(places)
        )
        taken = set(self._desk.session.scalars(query))
        return [one for place, one in places.items() if place not in taken]

    def _place_of(self, found: Found) -> bytes:
        seen = f"{self._settings.host}|{self._settings.folder}|{found.name}|{found.size}"
        return id_lookup(self._desk.keys, "feed place", f"{seen}|{found.changed}")

    def _one(self, source: Source, found: Found) -> None:
        try:
            content = source.read(found, LARGEST_UPLOAD_BYTES)
        except TooLarge:
            self._note(found, self._place_of(found).hex(), "refused", "too_large")
            source.settle(found, "refused")
            return
        file = SourceFile(found.name, content)
        outcome = self._taken(found, file)
        source.settle(found, "refused" if outcome == "refused" else "done")

    def _taken(self, found: Found, file: SourceFile) -> str:
        content_hash = imports.fingerprint(self._desk, [file])
        if self._was_here(content_hash):
            return self._note(found, content_hash, "same", None).outcome
        if not file.content:
            return self._note(found, content_hash, "refused", "empty").outcome
        note = self._row(found, content_hash, "taking", None)
        self._desk.session.add(note)
        try:
            self._desk.session.commit()
        except IntegrityError:  # another feed is taking the same content at this moment
            self._desk.session.rollback()
            return self._note(found, content_hash, "same", None).outcome
        return self._loaded(note, file)

    def _loaded(self, note: FeedFile, file: SourceFile) -> str:
        """Upload, read, and apply where nothing stands against it."""
        started = imports.upload(self._desk, [file])
        note.batch_id = started.batch_id
        self._desk.session.commit()
        imports.read_and_stage(self._desk, started.batch_id, lambda _done, _total: None)
        ended(self._desk, started.task_id)
        batch = self._desk.session.get_one(ImportBatch, started.batch_id)
        outcome, reason = fate_of(self._desk, self._feed, batch)
        if outcome == "applies":
            outcome, reason = self._applied(batch)
        note.outcome, note.reason = outcome, reason
        note.rows = int(batch.counts.get("rows", 0))
        self._counted(note)
        self._desk.session.commit()
        return outcome

    def _applied(self, batch: ImportBatch) -> tuple[str, str | None]:
        try:
            started = imports.ask_to_apply(self._desk, batch.id)
            self.campuses |= imports.apply(self._desk, batch.id, lambda _done, _total: None)
        except (imports.NeedsConfirmation, imports.NotNow):
            return "waits", "changed_meanwhile"
        ended(self._desk, started.task_id)
        return "applied", None

    def _was_here(self, content_hash: str) -> bool:
        by_feed = select(FeedFile.id).where(FeedFile.content_hash == content_hash)
        by_hand = select(ImportBatch.id).where(
            ImportBatch.content_sha256 == content_hash, ImportBatch.state.not_in(FORGOTTEN_STATES)
        )
        return any(
            self._desk.session.scalars(query.limit(1)).first() for query in (by_feed, by_hand)
        )

    def _note(self, found: Found, content_hash: str, outcome: str, reason: str | None) -> FeedFile:
        note = self._row(found, content_hash, outcome, reason)
        self._desk.session.add(note)
        self._counted(note)
        self._desk.session.commit()
        return note

    def _counted(self, note: FeedFile) -> None:
        self.counts["files"] += 1
        self.counts["taken"] += note.outcome != "same"
        self.counts[note.outcome] += 1
        self.counts["rows"] += note.rows or 0
        if note.reason:
            self.stopped.append(note.reason)

    def _row(self, found: Found, content_hash: str, outcome: str, reason: str | None) -> FeedFile:
        file_id = uuid4()
        return FeedFile(
            id=file_id,
            district_id=self._feed.district_id,
            feed_id=self._feed.id,
            run_id=self._look.id,
            place_lookup=self._place_of(found),
            content_hash=content_hash,
            name_sealed=seal_json(
                self._desk.keys, Place("feed_files", "name_sealed", file_id), found.name
            ),
            size=found.size,
            outcome=outcome,
            reason=reason,
            rows=0,
            taken_at=self._desk.now,
        )
