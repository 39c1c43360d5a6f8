"""The pages of testing days, as their templates read them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.blueprints.testing.forms import FeesForm, RoomRow
from careercraft.filters import long_date, number
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.testing import days, fees, paper, proposing, results, rooms, seats
from careercraft.services.testing.days import Day
from careercraft.services.testing.fees import Allowance, Repaid
from careercraft.services.testing.proposing import Proposal
from careercraft.services.testing.rooms import Filled
from careercraft.services.testing.seats import Listed

LANGUAGES = (("en", "English"), ("es", "Spanish"))
PACKED_AS = (("pdf", "One PDF"), ("zip", "Zip, one PDF per student"))


class Overview(NamedTuple):
    """Every testing day, and what the district covers. `form` where the reader may set it."""

    ahead: tuple[Day, ...]
    past: tuple[Day, ...]
    away: tuple[Day, ...]
    allowance: Allowance
    allowance_words: str
    repaid: Repaid
    form: FeesForm | None


class DayPage(NamedTuple):
    """One testing day with its list."""

    day: Day
    title: str
    facts: tuple[str, ...]
    sentence: str
    listed: Listed
    rooms: tuple[Filled, ...]
    room_names: dict[UUID, str]
    covered: int
    fees_words: str
    over: int | None
    """How many more fees are covered than the day or the district has, if any are."""
    needs: tuple[tuple[str, int], ...]
    without_room: int
    is_past: bool
    with_result: int
    papers: dict[str, str]
    languages: tuple[tuple[str, str], ...]
    packings: tuple[tuple[str, str], ...]
    export_hrefs: dict[str, str]
    may_print: bool


class ProposePage(NamedTuple):
    """Who should sit, with the words above the list."""

    proposal: Proposal
    title: str
    sentence: str
    limits: tuple[str, ...]
    show_reading: bool
    show_math: bool


class RoomsPage(NamedTuple):
    """The table of rooms as it stands or was typed."""

    day: Day
    rows: list[RoomRow]
    on_list: int
    seats: int
    mistakes: int


def overview_page(desk: Desk) -> Overview:
    """The testing days around today."""
    today = days.today(desk)
    found = days.days(desk)
    kept = [one for one in found if not one.deleted]
    allowance = fees.allowance(desk, today)
    form = None
    if Permission.DISTRICT_TESTING_FEES in permissions(desk.actor):
        data = {"per_student": allowance.per_student, "in_all": allowance.in_all}
        form = FeesForm(formdata=None, data=data)
    return Overview(
        tuple(sorted((one for one in kept if one.wanted.held_on >= today), key=_by_day)),
        tuple(one for one in kept if one.wanted.held_on < today),
        tuple(one for one in found if one.deleted),
        allowance,
        _allowance_words(allowance),
        fees.repaid(),
        form,
    )


def day_page(desk: Desk, day_id: UUID) -> DayPage:
    """A testing day; raises `NotFound`."""
    listed = seats.listed(desk, day_id)
    filled = rooms.filled(desk, listed)
    day, held = listed.day, permissions(desk.actor)
    covered = sum(one.covered for one in listed.seats)
    return DayPage(
        day,
        f"{day.title} on {long_date(day.wanted.held_on)}",
        _facts(day),
        paper.sentence(listed),
        listed,
        filled,
        {one.id: one.name for one in filled},
        covered,
        _allowance_words(listed.allowance),
        _over(day, listed.allowance, covered),
        seats.needs_counted(listed),
        sum(one.room_id is None for one in listed.seats),
        day.wanted.held_on < days.today(desk),
        results.with_result(one.result for one in listed.seats),
        paper.PAPERS,
        LANGUAGES,
        PACKED_AS,
        _exports(day.id) if Permission.CAMPUS_LISTS_EXPORT in held else {},
        Permission.CAMPUS_STUDENT_PRINT in held,
    )


def propose_page(desk: Desk, day_id: UUID) -> ProposePage:
    """The proposal of a day; raises `NotFound`."""
    found = proposing.propose(desk, day_id)
    day = found.day
    return ProposePage(
        found,
        f"Who should sit the {day.title} on {long_date(day.wanted.held_on)}",
        _proposal_words(found),
        tuple(_limits(found)),
        day.wanted.subject in ("both", "rla"),
        day.wanted.subject in ("both", "math"),
    )


def rooms_page(desk: Desk, day_id: UUID, rows: list[RoomRow]) -> RoomsPage:
    """The rooms of a day; raises `NotFound`."""
    day = days.day(desk, day_id)
    seated = sum(int(one.capacity) for one in rows if one.capacity.isdecimal())
    return RoomsPage(day, rows, day.on_list, seated, sum(bool(one.mistake) for one in rows))


def _facts(day: Day) -> tuple[str, ...]:
    wanted = day.wanted
    classes = ", ".join(str(one) for one in sorted(wanted.classes))
    facts = (day.campus_name, f"classes of {classes}", wanted.starts, wanted.where)
    return tuple(one for one in facts if one)


def _over(day: Day, allowance: Allowance, covered: int) -> int | None:
    """Seats covered beyond the day's number, or beyond the district's."""
    beyond = []
    if day.wanted.covered is not None:
        beyond.append(covered - day.wanted.covered)
    if allowance.in_all is not None:
        beyond.append(allowance.used - allowance.in_all)
    most = max(beyond, default=0)
    return most if most > 0 else None


def _allowance_words(allowance: Allowance) -> str:
    year = f"{allowance.ends_in - 1}-{allowance.ends_in % 100:02d}"
    used = f"{number(allowance.used)} on lists of {year}"
    if allowance.in_all is None:
        return f"{used}; no limit is entered"
    return f"{number(allowance.left)} of {number(allowance.in_all)} left in {year} ({used})"


def _proposal_words(found: Proposal) -> str:
    others = len(found.candidates) - found.proposed
    noun = "student is" if found.proposed == 1 else "students are"
    if not found.proposed:
        return (
            f"Nobody is proposed. {number(others)} have a subject open: the last column says why."
        )
    said = f"{number(found.proposed)} {noun} proposed, the nearest to the cut first"
    return f"{said}; {number(others)} more have a subject open." if others else f"{said}."


def _limits(found: Proposal) -> list[str]:
    said = []
    if found.seats_left is not None:
        said.append(f"{number(found.seats_left)} seats left on the list")
    if found.fees_left is not None:
        said.append(f"{number(found.fees_left)} fees left to cover")
    said.append(f"{number(found.allowance.per_student)} covered per student")
    return said


def _exports(day_id: UUID) -> dict[str, str]:
    return {
        format_: url_for("testing.export", testing_day_id=day_id, format=format_)
        for format_ in ("xlsx", "csv")
    }


def _by_day(day: Day) -> tuple[object, str]:
    return day.wanted.held_on, day.campus_name
