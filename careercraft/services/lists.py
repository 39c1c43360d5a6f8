"""Lists that leave the application as files: what stands in them, and the record that they left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from careercraft.clock import TEXAS
from careercraft.exports import FORMATS, Exported, Facts, Sheet, export, standing_words
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import sources
from careercraft.services.context import Desk
from careercraft.services.records import handing


def facts(
    desk: Desk,
    filter_sentence: str,
    *,
    rule_year: str = "",
    standings: Iterable[str] = (),
    more: tuple[tuple[str, str], ...] = (),
) -> Facts:
    """The facts of a list made now from what is loaded now."""
    return Facts(
        filter_sentence,
        desk.now.astimezone(TEXAS),
        sources.data_through(desk.session),
        rule_year,
        standing_words(standings),
        more,
    )


def taken_away(
    desk: Desk,
    sheet: Sheet,
    format_: str,
    *,
    object_type: str = "list",
    object_id: UUID | None = None,
    details: Mapping[str, Detail] | None = None,
    students: Iterable[UUID] = (),
    waiting: Iterable[UUID] = (),
    needs: Permission = Permission.CAMPUS_LISTS_EXPORT,
) -> Exported:
    """The list as a file of `csv` or `xlsx`; that it was taken is recorded, and committed.

    `details` holds ids, counts and field names only; `students` are those whom the list shows, so
    that it can be found out later whose records left; `waiting` are rows in which nobody has been
    found yet. Where it goes to somebody outside, it is
    entered in the record of disclosures of each. Raises `NotFound` for another format, `Refused`
    where it is not said on what ground it goes outside.
    """
    require(desk.actor, needs)
    if format_ not in FORMATS:
        raise NotFound("format")
    whom = list(students)
    file = export(sheet, format_)
    what: dict[str, Detail] = {"list": sheet.stem, "format": format_, "rows": len(sheet.rows)}
    what |= dict(details or {})
    desk.record(
        Event.LIST_EXPORTED, object_type, object_id, details=what, students=whom, waiting=waiting
    )
    handing.note(desk, whom, f"{sheet.title} ({len(whom)} students)")
    desk.session.commit()
    return file
