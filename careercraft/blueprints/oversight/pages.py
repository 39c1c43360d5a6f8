"""The pages of the audit trail as their templates read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.filters import long_date, number
from careercraft.privacy.events import Event
from careercraft.services.oversight.trail import (
    KINDS,
    PER_PAGE,
    Asked,
    Entry,
    TrailPage,
    action_words,
)
from careercraft.services.oversight.verifying import Result
from careercraft.services.tasks import TaskView
from careercraft.web.narrowing import Chip
from careercraft.web.pager import Pager
from careercraft.web.progress import ProgressBlock, progress_of

SHORT = 8


class Trail(NamedTuple):
    """Everything that `oversight/trail.html` shows."""

    entries: tuple[Entry, ...]
    asked: Asked
    sentence: str
    chips: tuple[Chip, ...]
    clear_href: str | None
    kinds: Mapping[str, str]
    actions: tuple[tuple[str, str], ...]
    staff: tuple[tuple[UUID, str], ...]
    pager: Pager
    export_hrefs: Mapping[str, str]
    may_open: bool
    last_check: Result | None


class Verification(NamedTuple):
    """A verification: its progress, or what was found, or neither when it failed."""

    id: UUID
    progress: ProgressBlock | None
    result: Result | None


def read_asked(values: Mapping[str, str]) -> Asked:
    """What an address asks of the trail; what does not fit is dropped."""
    kind, action = values.get("kind", ""), values.get("action", "")
    page = values.get("page", "1")
    return Asked(
        kind if kind in KINDS else None,
        action if action in set(Event) else None,
        _id(values.get("who", "")),
        _id(values.get("about", "")),
        _id(values.get("sign_in", "")),
        _day(values.get("since", "")),
        _day(values.get("until", "")),
        int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def words_of(asked: Asked) -> dict[str, Any]:
    """What was asked, as the arguments of an address."""
    return {
        name: value
        for name, value in asked._asdict().items()
        if value is not None and (name, value) != ("page", 1)
    }


def trail_page(found: TrailPage, checks: list[Result]) -> Trail:
    """The trail with its links."""
    asked = found.asked
    chips = tuple(_chips(asked, dict(found.staff)))
    entries = "1 entry" if found.total == 1 else f"{number(found.total)} entries"
    files = asked._replace(page=1)
    return Trail(
        found.entries,
        asked,
        f"{'Entries that fit' if chips else 'Every entry'}, newest first: {entries}",
        chips,
        url_for("oversight.trail") if chips else None,
        KINDS,
        tuple(sorted((one.value, action_words(one.value)) for one in Event)),
        found.staff,
        _pager(found),
        {one: url_for("oversight.export", format_=one, **words_of(files)) for one in FORMATS},
        found.may_open,
        checks[0] if checks else None,
    )


FORMATS = ("xlsx", "csv")


def _chips(asked: Asked, staff: Mapping[UUID, str]) -> list[Chip]:
    said = {
        "kind": ("Kind", KINDS.get(asked.kind or "")),
        "action": ("What", action_words(asked.action) if asked.action else None),
        "who": ("Who", staff.get(asked.who, "somebody else") if asked.who else None),
        "about": ("About", str(asked.about)[:SHORT] if asked.about else None),
        "sign_in": ("Sign-in", str(asked.sign_in)[:SHORT] if asked.sign_in else None),
        "since": ("From", long_date(asked.since) if asked.since else None),
        "until": ("To", long_date(asked.until) if asked.until else None),
    }
    return [
        Chip(label, value, href(asked, **{name: None}))
        for name, (label, value) in said.items()
        if value
    ]


def href(asked: Asked, **changed: Any) -> str:
    """The address of the same question with something changed, at its first page."""
    return url_for("oversight.trail", **words_of(asked._replace(page=1)._replace(**changed)))


def _pager(found: TrailPage) -> Pager:
    at = found.asked.page
    return Pager(
        at,
        found.pages,
        (at - 1) * PER_PAGE + 1 if found.total else 0,
        min(at * PER_PAGE, found.total),
        found.total,
        href(found.asked, page=at - 1) if at > 1 else None,
        href(found.asked, page=at + 1) if at < found.pages else None,
    )


def verification_page(check_id: UUID, found: Result | None, task: TaskView | None) -> Verification:
    """A verification and how far it is."""
    running = found is None and task is not None and task.running
    return Verification(check_id, _progress(task, check_id) if running and task else None, found)


def _progress(task: TaskView, check_id: UUID) -> ProgressBlock:
    here = url_for("oversight.verification", check_id=check_id)
    return progress_of(task)._replace(status_href=here, page_href=here)
