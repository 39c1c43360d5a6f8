"""The pages of the records office as their templates read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.blueprints.records.forms import DisclosureForm, RequestForm
from careercraft.filters import file_size
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.cases.rights import Relation
from careercraft.services.context import Desk
from careercraft.services.records import packets
from careercraft.services.records.disclosures import Recipient
from careercraft.services.records.lodging import Lodged
from careercraft.services.records.queue import PER_PAGE, SHOWN, Asked, QueuePage, QueueRow
from careercraft.services.records.words import KINDS
from careercraft.services.tasks import as_view
from careercraft.web.narrowing import Tab
from careercraft.web.pager import Pager
from careercraft.web.progress import ProgressBlock, progress_of

SHOWN_AS = {
    "open": "Open",
    "mine": "Mine",
    "nobody": "Nobody has it",
    "late": "Late",
    "closed": "Closed",
    "all": "All",
}
SENTENCES = {
    "open": "Open cases, the most pressing first",
    "mine": "Open cases that you have",
    "nobody": "Open cases that nobody has",
    "late": "Open cases past their deadline",
    "closed": "Closed cases",
    "all": "Every case",
}


class Queue(NamedTuple):
    """Everything that `records/queue.html` shows."""

    rows: tuple[QueueRow, ...]
    sentence: str
    tabs: tuple[Tab, ...]
    kinds: tuple[Tab, ...]
    pager: Pager
    disagreements: int
    export_hrefs: dict[str, str]
    """Where the listed cases are to be had as a file, by its format."""


class PacketPage(NamedTuple):
    """A packet: its progress, then where the file is, or neither when it failed."""

    id: UUID
    case_href: str
    progress: ProgressBlock | None
    download_href: str | None
    about_file: str


def read_asked(values: Mapping[str, str]) -> Asked:
    """What an address asks of the queue; what does not fit is dropped."""
    show = values.get("show", "open")
    kind = values.get("kind", "")
    page = values.get("page", "1")
    return Asked(
        show if show in SHOWN else "open",
        Kind(kind) if kind in set(Kind) else None,
        int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
    )


def read_day(text: str) -> date | None:
    """A day as a form sends it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def queue_page(found: QueuePage) -> Queue:
    """The queue with its links."""
    asked = found.asked
    kind = f": {KINDS[asked.kind].lower()}" if asked.kind else ""
    cases = "1 case" if found.total == 1 else f"{found.total} cases"
    return Queue(
        found.rows,
        f"{SENTENCES[asked.show]}{kind}: {cases}",
        tuple(
            Tab(SHOWN_AS[one], found.counts[one], _href(asked, show=one), one == asked.show)
            for one in SHOWN
        ),
        (
            Tab("Every kind", 0, _href(asked, kind=None), asked.kind is None),
            *(Tab(KINDS[one], 0, _href(asked, kind=one), one == asked.kind) for one in Kind),
        ),
        _pager(found),
        found.disagreements,
        {one: _export_href(asked, one) for one in ("xlsx", "csv")},
    )


def _export_href(asked: Asked, format_: str) -> str:
    kind = asked.kind.value if asked.kind else None
    return url_for("records.export_cases", show=asked.show, kind=kind, format=format_)


def _href(asked: Asked, **changed: Any) -> str:
    to = asked._replace(page=1)._replace(**changed)
    words: dict[str, Any] = {
        "show": to.show if to.show != "open" else None,
        "kind": to.kind.value if to.kind else None,
        "page": to.page if to.page > 1 else None,
    }
    return url_for("records.office", **words)


def _pager(found: QueuePage) -> Pager:
    number = found.asked.page
    first = (number - 1) * PER_PAGE + 1
    return Pager(
        number,
        found.pages,
        first if found.total else 0,
        min(number * PER_PAGE, found.total),
        found.total,
        _href(found.asked, page=number - 1) if number > 1 else None,
        _href(found.asked, page=number + 1) if number < found.pages else None,
    )


def lodged_from(form: RequestForm) -> Lodged:
    """The request that a form brought."""
    staff = form.requester_user_id.data
    return Lodged(
        kind=Kind(form.kind.data),
        requester=form.requester.data.strip(),
        relation=Relation(form.relation.data),
        contact=form.contact.data.strip(),
        language=form.language.data,
        channel=form.channel.data,
        received_on=form.received_on.data,
        asks=form.asks.data.strip(),
        requester_user_id=UUID(staff) if staff else None,
        court_order=form.court_order.data,
        consent=form.consent.data,
        dependent=form.dependent.data,
        at_college=form.at_college.data,
        emancipated=form.emancipated.data,
    )


def recipient_from(form: DisclosureForm) -> Recipient:
    """To whom a form says that a record was disclosed."""
    names = ("consent_dated", "agreement", "family_told", "threat")
    more = {name: (form[name].data or "").strip() for name in names}
    return Recipient(form.party.data, form.interest.data, form.what.data, more)


def packet_page(desk: Desk, packet_id: UUID) -> PacketPage:
    """A packet and how far it is; raises `NotFound`."""
    found, task = packets.packet(desk, packet_id)
    running = task is not None and found.state == "waiting"
    return PacketPage(
        found.id,
        url_for("records.case", request_id=found.request_id),
        _progress(task, packet_id) if running and task else None,
        url_for("records.download_packet", packet_id=found.id) if found.state == "ready" else None,
        f"ZIP, {file_size(found.size or 0)}",
    )


def _progress(task: Any, packet_id: UUID) -> ProgressBlock | None:
    view = as_view(task)
    if not view.running:
        return None
    here = url_for("records.packet", packet_id=packet_id)
    return progress_of(view)._replace(status_href=here, page_href=here)
