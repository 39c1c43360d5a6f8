"""A roster on paper for a meeting: the sentence of its filter, its dates, every student."""

from __future__ import annotations

from careercraft.documents import list_paper
from careercraft.documents.list_paper import Cell, Column, ListInput, Section
from careercraft.documents.pdf import Printed
from careercraft.exports.sheet import standing_words
from careercraft.filters import long_date
from careercraft.privacy.access import require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import districts
from careercraft.services.context import Desk
from careercraft.services.presenting import presented, without_order
from careercraft.services.rosters import Roster, RosterQuery, RosterRow, marked
from careercraft.services.rosters.words import (
    CHOICES_OF_COLUMNS,
    STATE_NAMES,
    chosen_campus,
    place_name,
    sentence,
    shown_columns,
)
from careercraft.services.rosters.words import Cell as RosterCell
from careercraft.services.testing import days

MOST_PRINTED = 600
NAME_WIDTH, WHOLE = 18, 100


class TooMany(Exception):  # noqa: N818 - an answer to the person, not a fault
    """More students than a meeting reads; the sentence says what to do."""


def print_roster(desk: Desk, asked: RosterQuery, *, presenting: bool) -> Printed:
    """The roster that a reader asked for as a PDF; that it was printed is recorded.

    While presenting nobody is named and small counts are masked. Raises `NotFound`, `TooMany`.
    """
    require(desk.actor, Permission.CAMPUS_STUDENT_PRINT)
    found = marked.whole_roster(desk, without_order(asked) if presenting else asked)
    if found.total > MOST_PRINTED:
        raise TooMany(
            f"{found.total:,} students are too many for one paper; {MOST_PRINTED} are the most. "
            "Choose one campus, counselor or status, or save the list as a file."
        )
    if presenting:
        found = presented(found, days.today(desk))
    printed = list_paper.render(_paper(desk, found))
    details = {
        "class_of": found.query.class_of,
        "shown": len(found.rows),
        "pages": printed.pages,
        "presenting": presenting,
    }
    shown = [] if presenting else [row.id for row in found.rows]
    desk.record(Event.ROSTER_PRINTED, "class", details=details, students=shown)
    desk.session.commit()
    return printed


def _paper(desk: Desk, found: Roster) -> ListInput:
    district = districts.current_district(desk).name
    through = f"data through {long_date(found.data_through)}" if found.data_through else "no data"
    facts = (
        place_name(found),
        through,
        f"rules of accountability {found.rated_in}: {standing_words(found.standings)}",
        f"printed {long_date(days.today(desk))}",
    )
    ids = _columns(found)
    return ListInput(
        f"Roster, class of {found.query.class_of}",
        sentence(found),
        tuple(one for one in facts if one),
        (
            Section(
                "",
                "",
                (Column("Student", NAME_WIDTH), *_headed(ids)),
                tuple(_row(row, ids) for row in found.rows),
                "Too few students to show." if found.told else "No student fits.",
            ),
        ),
        f"{district} · Education records: share only with school officials who need them.",
        landscape=True,
    )


def _columns(found: Roster) -> list[str]:
    """The columns of the screen; a campus that all share is named once, above."""
    shared = chosen_campus(found) is not None
    return [id_ for id_ in shown_columns(found.query.columns) if not (shared and id_ == "campus")]


def _headed(ids: list[str]) -> tuple[Column, ...]:
    """The columns share what the names leave of the width."""
    each = (WHOLE - NAME_WIDTH) // max(1, len(ids))
    return tuple(Column(CHOICES_OF_COLUMNS[id_], each) for id_ in ids)


def _row(row: RosterRow, ids: list[str]) -> tuple[Cell, ...]:
    said = "; ".join(f"Contested: {line}" for line in row.statements)
    under = "; ".join(one for one in (row.local_id or "", said) if one)
    return (Cell(row.name, more=under), *(_cell(row, id_) for id_ in ids))


def _cell(row: RosterRow, id_: str) -> Cell:
    if id_ == "state":
        more = row.level_word or ("sunsetting IBC only" if row.only_by_sunsetting_ibc else "")
        return Cell(STATE_NAMES[row.state], row.state, more)
    if id_ == "bonus":
        return Cell(row.bonus.label, row.bonus.state, row.bonus.more or "")
    if id_ in row.cells:
        return _indicator(row.cells[id_])
    words = {
        "others": ", ".join(row.others),
        "campus": row.campus_name,
        "counselor": row.counselor_name or "",
    }
    return Cell(words.get(id_, ""))


def _indicator(cell: RosterCell) -> Cell:
    if cell.short:
        return Cell(cell.short, cell.state, cell.on or "")
    return Cell(STATE_NAMES[cell.state], cell.state)
