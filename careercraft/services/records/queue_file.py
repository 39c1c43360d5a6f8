"""The cases of the records office as a file."""

from __future__ import annotations

from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.privacy.permissions import Permission
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.records import queue
from careercraft.services.records.queue import Asked
from careercraft.services.records.words import KINDS

SHOWN = {
    "open": "Open cases",
    "mine": "Open cases that you have",
    "nobody": "Open cases that nobody has",
    "late": "Open cases past a deadline",
    "closed": "Closed cases",
    "all": "All cases",
}


def export(desk: Desk, asked: Asked, format_: str) -> Exported:
    """Every case of one way of looking at the queue."""
    rows = queue.everything(desk, asked)
    kind = f", {KINDS[asked.kind].lower()}" if asked.kind else ""
    sheet = Sheet(
        "records-office-cases",
        "Requests about students' records",
        lists.facts(desk, f"{SHOWN[asked.show]}{kind}: {len(rows)}"),
        (
            Column("Case", Kind.NUMBER),
            Column("Student"),
            Column("Asked for"),
            Column("Received on", Kind.DATE),
            Column("Where it stands"),
            Column("Next deadline"),
            Column("On", Kind.DATE),
            Column("Who has it"),
            Column("Letters to send", Kind.NUMBER),
        ),
        [
            (
                row.number,
                row.student,
                row.kind,
                row.received_on,
                row.state,
                row.due.name if row.due else "",
                row.due.on if row.due else None,
                row.holder or "nobody",
                row.unsent_letters,
            )
            for row in rows
        ],
    )
    return lists.taken_away(
        desk,
        sheet,
        format_,
        students=[row.student_id for row in rows],
        needs=Permission.DISTRICT_REQUESTS_READ,
    )
