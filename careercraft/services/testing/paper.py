"""The lists of a testing day on paper and as a file, each with no more than its reader needs."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from careercraft.calc import GraduatingClass
from careercraft.documents import list_paper
from careercraft.documents.list_paper import BLANK, Cell, ListInput, Section
from careercraft.documents.list_paper import Column as PaperColumn
from careercraft.documents.pdf import Printed
from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.exports.sheet import Cell as SheetCell
from careercraft.filters import listed as in_a_row
from careercraft.filters import long_date, number
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, lists
from careercraft.services.context import Desk
from careercraft.services.testing import days, rooms, seats
from careercraft.services.testing.days import Day
from careercraft.services.testing.kinds import SUBJECT_NAMES
from careercraft.services.testing.rooms import Filled
from careercraft.services.testing.seats import Listed, Seat
from careercraft.services.testing.standing import Subject

PAPERS = {
    "rooms": "Room lists",
    "door": "Door list",
    "sign-in": "Sign-in sheets",
}
NO_ROOM = "No room yet"


def print_list(desk: Desk, day_id: UUID, kind: str) -> Printed:
    """One of `PAPERS` as a PDF; that it was printed is recorded. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_STUDENT_PRINT)
    if kind not in PAPERS:
        raise NotFound("list")
    listed = seats.gathered(desk, day_id)
    filled = rooms.filled(desk, listed)
    sections = SECTIONS[kind](listed, filled)
    printed = list_paper.render(
        ListInput(
            f"{PAPERS[kind]}: {listed.day.title}",
            sentence(listed),
            (long_date(listed.day.wanted.held_on), *_when_and_where(listed), _asked(desk)),
            sections,
            f"{districts.current_district(desk).name} · Education records: give to no one who "
            "does not need them today.",
            roomy=kind == "sign-in",
            apart=kind != "door",
        )
    )
    details: dict[str, Detail] = {"list": kind, "shown": len(listed.seats), "pages": printed.pages}
    whom = [one.student_id for one in listed.seats]
    desk.record(Event.TESTING_LIST_PRINTED, "testing_day", day_id, details=details, students=whom)
    desk.session.commit()
    return printed


def export(desk: Desk, day_id: UUID, format_: str) -> Exported:
    """The whole list as `csv` or `xlsx`, for whoever arranges the day; that it left is recorded."""
    listed = seats.gathered(desk, day_id)
    names = {one.id: one.name for one in rooms.filled(desk, listed)}
    facts = lists.facts(desk, sentence(listed), rule_year=_rules(listed.day))
    sheet = Sheet(
        "testing-day",
        f"Testing day: {listed.day.title}, {long_date(listed.day.wanted.held_on)}",
        facts,
        COLUMNS,
        [_exported(one, names) for one in listed.seats],
    )
    return lists.taken_away(
        desk,
        sheet,
        format_,
        object_type="testing_day",
        object_id=day_id,
        students=[one.student_id for one in listed.seats],
    )


def _rules(day: Day) -> str:
    """By whose rules it was said who still needs the test."""
    rated = sorted({GraduatingClass(one).rated_in() for one in day.wanted.classes})
    return f"Accountability {in_a_row([str(one) for one in rated])}"


def sentence(listed: Listed) -> str:
    """What is listed, with its count; it heads the page, each paper and the file."""
    students = len(listed.seats)
    noun = "student" if students == 1 else "students"
    day = listed.day
    return (
        f"{day.title} at {day.campus_name} on {long_date(day.wanted.held_on)}: "
        f"{number(students)} {noun}"
    )


def _room_lists(listed: Listed, filled: tuple[Filled, ...]) -> tuple[Section, ...]:
    columns = (
        PaperColumn("Student", 32),
        PaperColumn("Local ID", 15),
        PaperColumn("Class of", 13),
        PaperColumn("Accommodations", 40),
    )
    return _by_room(
        listed,
        filled,
        columns,
        lambda one: (
            Cell(one.name),
            Cell(one.standing.identity.local_id or ""),
            Cell(str(one.standing.class_of)),
            Cell(one.needs.words),
        ),
    )


def _sign_in(listed: Listed, filled: tuple[Filled, ...]) -> tuple[Section, ...]:
    columns = (
        PaperColumn("Student", 35),
        PaperColumn("Local ID", 15),
        PaperColumn("Signature", 35, BLANK),
        PaperColumn("Time", 15, BLANK),
    )
    return _by_room(
        listed,
        filled,
        columns,
        lambda one: (
            Cell(one.name),
            Cell(one.standing.identity.local_id or ""),
            Cell(""),
            Cell(""),
        ),
    )


def _door(listed: Listed, filled: tuple[Filled, ...]) -> tuple[Section, ...]:
    """Names and rooms alone: it hangs where everybody passes."""
    names = {one.id: one.name for one in filled}
    columns = (PaperColumn("Student", 60), PaperColumn("Room", 40))
    rows = tuple(
        (Cell(one.name), Cell(names.get(one.room_id, NO_ROOM) if one.room_id else NO_ROOM))
        for one in listed.seats
    )
    return (Section("", "", columns, rows),)


SECTIONS: dict[str, Callable[[Listed, tuple[Filled, ...]], tuple[Section, ...]]] = {
    "rooms": _room_lists,
    "door": _door,
    "sign-in": _sign_in,
}


def _by_room(
    listed: Listed,
    filled: tuple[Filled, ...],
    columns: tuple[PaperColumn, ...],
    row: Callable[[Seat], tuple[Cell, ...]],
) -> tuple[Section, ...]:
    """A table per room, and one for those without."""
    found = [
        Section(
            one.name,
            f"{number(len(one.seats))} of {number(one.capacity)} seats",
            columns,
            tuple(row(seat) for seat in one.seats),
        )
        for one in filled
    ]
    without = tuple(row(seat) for seat in listed.seats if seat.room_id is None)
    if without or not found:
        found.append(Section(NO_ROOM, "Give them a room first.", columns, without))
    return tuple(found)


def _when_and_where(listed: Listed) -> list[str]:
    wanted = listed.day.wanted
    return [one for one in (wanted.starts, wanted.where) if one]


def _asked(desk: Desk) -> str:
    return f"printed {long_date(days.today(desk))}"


COLUMNS = (
    Column("Student"),
    Column("Texas Unique Student ID", Kind.ID),
    Column("Local ID", Kind.ID),
    Column("Class of", Kind.NUMBER),
    Column("Room"),
    Column("Fee covered"),
    Column("Accommodations"),
    *(
        column
        for title in SUBJECT_NAMES.values()
        for column in (Column(f"{title}, best result"), Column(f"{title}, what is missing"))
    ),
    Column("Result since the day"),
    Column("Contested by the family, with its statement"),
)


def _exported(one: Seat, names: dict[UUID, str]) -> list[SheetCell]:
    by_id = {subject.id: subject for subject in one.standing.subjects}
    identity = one.standing.identity
    return [
        one.name,
        identity.state_unique_id,
        identity.local_id,
        one.standing.class_of,
        names.get(one.room_id, "") if one.room_id else "",
        one.covered,
        one.needs.words,
        *(text for id_ in SUBJECT_NAMES for text in _subject(by_id.get(id_))),
        one.result.words,
        "; ".join(one.statements),
    ]


def _subject(one: Subject | None) -> tuple[str, str]:
    if one is None:
        return "", ""
    return one.best, "met" if one.met else one.missing
