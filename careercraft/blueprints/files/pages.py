"""What the pages about files show, put together from the services."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import imports, sources
from careercraft.services.context import Desk
from careercraft.services.imports import (
    BatchPage,
    BatchSummary,
    RowsPage,
    layouts,
    missing,
    waiting,
)
from careercraft.services.imports.layouts import Layout
from careercraft.services.imports.pages import BATCHES_PER_PAGE, CONFLICT, ROWS_PER_PAGE
from careercraft.services.recomputing import Recomputing, campuses_in_work
from careercraft.services.sources import SourceState
from careercraft.web.pager import Pager
from careercraft.web.progress import ProgressBlock, progress_of

WITH_ROWS = frozenset({"staged", "applying", "applied", "undoing", "undone"})
ALWAYS_SHOWN = ("create", "change", "same", "unmatched", "refused")
SHOWN_WHERE_ANY = ("ambiguous", "empty", CONFLICT)
PLANNED, DONE = 0, 1
FIGURE_WORDS = {
    "create": ("Would create", "Created"),
    "change": ("Would change", "Changed"),
    "same": ("Would leave as is", "Left as is"),
    "unmatched": ("No student found", "No student found"),
    "ambiguous": ("Not certain who", "Not certain who"),
    "refused": ("Not usable", "Not usable"),
    "empty": ("Nothing to load", "Nothing to load"),
    CONFLICT: ("Against a correction", "Against a correction"),
}
DONE_STATES = frozenset({"applied", "undoing", "undone"})


class HistoryView(NamedTuple):
    """The files page. `newer_href` and `older_href` are None at the ends."""

    batches: list[BatchSummary]
    newer_href: str | None
    older_href: str | None
    sources: tuple[SourceState, ...]
    layouts: tuple[Layout, ...]
    may_upload: bool
    may_declare: bool
    waiting: int
    """People of whom nobody has said who they are."""
    may_manage_api: bool
    may_export: bool

    @property
    def loaded(self) -> int:
        """How many sources are loaded or declared to be absent."""
        return sum(source.state != "not_loaded" for source in self.sources)


class Figure(NamedTuple):
    """Rows of one outcome, and the address that lists them (None where there is none)."""

    outcome: str | None
    label: str
    rows: int
    href: str | None
    current: bool


class BatchView(NamedTuple):
    """The page of one upload. `progress` is None once no work on it is under way."""

    batch: BatchPage
    progress: ProgressBlock | None
    in_work: tuple[Recomputing, ...]
    figures: tuple[Figure, ...]
    rows: RowsPage | None
    pager: Pager | None
    may_apply: bool
    missing: int
    """Enrolled students of its campuses whom a roster does not name."""
    export_hrefs: dict[str, str]
    """Where the listed rows are to be had as a file, by its format."""

    @property
    def waiting(self) -> int:
        """Rows of whom nobody is certain."""
        counts = self.batch.counts
        return int(counts.get("unmatched", 0)) + int(counts.get("ambiguous", 0))

    @property
    def stopped(self) -> str | None:
        """How the last work on it ended, where it did not end well: failed or cancelled."""
        task = self.batch.task
        return task.state if task and task.state in ("failed", "cancelled") else None

    @property
    def brings_nothing(self) -> bool:
        """Whether applying it would write nothing."""
        return not (self.batch.counts.get("create") or self.batch.counts.get("change"))

    @property
    def all_stays_out(self) -> bool:
        """Whether no row at all can be used."""
        return self.brings_nothing and not self.batch.counts.get("same")


def history_view(desk: Desk, page: int) -> HistoryView:
    """The files page; a page number beyond the end shows an empty list."""
    page = max(page, 1)
    batches = imports.history(desk, page)
    full = len(batches) == BATCHES_PER_PAGE
    older = full and bool(imports.history(desk, page + 1))
    held = permissions(desk.actor)
    return HistoryView(
        batches,
        url_for("files.history", page=page - 1) if page > 1 else None,
        url_for("files.history", page=page + 1) if older else None,
        sources.sources(desk),
        layouts.layouts(),
        Permission.DISTRICT_FILES_APPLY in held,
        Permission.DISTRICT_SOURCES_DECLARE in held,
        waiting.count(desk),
        Permission.DISTRICT_API_MANAGE in held,
        Permission.DISTRICT_DATA_EXPORT in held,
    )


def batch_view(desk: Desk, batch_id: UUID, outcome: str | None, page: int) -> BatchView:
    """The page of one upload, with one page of its rows where it has any."""
    batch = imports.batch(desk, batch_id)
    listed = outcome if outcome in FIGURE_WORDS else None
    rows = imports.rows(desk, batch_id, listed, page) if _has_rows(batch) else None
    return BatchView(
        batch,
        _progress(batch),
        campuses_in_work(desk),
        tuple(_figures(batch, rows)) if rows else (),
        rows,
        _pager(rows) if rows else None,
        Permission.DISTRICT_FILES_APPLY in permissions(desk.actor),
        missing.count(desk, batch_id) if rows and batch.kind == "roster" else 0,
        _export_hrefs(desk, rows) if rows else {},
    )


def _export_hrefs(desk: Desk, rows: RowsPage) -> dict[str, str]:
    if Permission.CAMPUS_LISTS_EXPORT not in permissions(desk.actor):
        return {}
    here: dict[str, Any] = {"batch_id": rows.batch_id, "outcome": rows.outcome}
    return {one: url_for("files.export_rows", format=one, **here) for one in ("xlsx", "csv")}


def _has_rows(batch: BatchPage) -> bool:
    return batch.state in WITH_ROWS and not (batch.task and batch.task.running)


def _progress(batch: BatchPage) -> ProgressBlock | None:
    """The work under way. It asks for the whole upload, so that its end brings the preview."""
    if batch.task is None or not batch.task.running:
        return None
    here = url_for("files.batch", batch_id=batch.id)
    return progress_of(batch.task)._replace(status_href=here, page_href=here)


def _figures(batch: BatchPage, rows: RowsPage) -> list[Figure]:
    counts = {**rows.counts, CONFLICT: rows.conflicts}
    outcomes = [*ALWAYS_SHOWN, *(one for one in SHOWN_WHERE_ANY if counts[one])]
    tense = DONE if batch.state in DONE_STATES else PLANNED
    everything = Figure(
        None,
        "All rows",
        sum(rows.counts.values()),
        rows_href(rows.batch_id, None),
        rows.outcome is None,
    )
    return [everything] + [
        Figure(
            one,
            FIGURE_WORDS[one][tense],
            counts[one],
            rows_href(rows.batch_id, one) if counts[one] else None,
            rows.outcome == one,
        )
        for one in outcomes
    ]


def _pager(rows: RowsPage) -> Pager:
    first = (rows.page - 1) * ROWS_PER_PAGE + 1
    here, outcome = rows.batch_id, rows.outcome
    return Pager(
        rows.page,
        rows.pages,
        first,
        first + len(rows.rows) - 1,
        rows.total,
        rows_href(here, outcome, rows.page - 1) if rows.page > 1 else None,
        rows_href(here, outcome, rows.page + 1) if rows.page < rows.pages else None,
    )


def rows_href(batch_id: UUID, outcome: str | None, page: int = 1) -> str:
    """The address of one page of the rows of one outcome."""
    return url_for(
        "files.batch",
        batch_id=batch_id,
        outcome=outcome,
        page=page if page > 1 else None,
        _anchor="rows",
    )
