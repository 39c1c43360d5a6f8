"""The state's list beside ours: per student and in total, with the cause of each difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.calc.bonus import GroupCounts, district_bonus
from careercraft.models import BonusDecision, BonusListRow
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal, unseal
from careercraft.services.bonus import assumptions, list_rows, state_lists
from careercraft.services.bonus.causes import SENTENCES, TITLES, Cause, Pair, Says, cause_of
from careercraft.services.bonus.graduates import ECONOMIC, GROUP_TITLES, OTHER, SPECIAL
from careercraft.services.bonus.own_side import Brief, OurStudent, briefly, in_full
from careercraft.services.bonus.state_lists import BadList, ListSummary
from careercraft.services.context import Desk
from careercraft.services.people import names_of

COUNTED = frozenset({"loaded", "replaced", "undone"})
DECISIONS = {
    "ours": "We are right: ask for a correction",
    "theirs": "The state is right: correct our data",
    "wait": "Wait for the next list",
    "settled": "Looked into and settled",
}
LONGEST_NOTE = 500
SHOWN_AT_ONCE = 200
FLAGS = {
    ECONOMIC: ("economically_disadvantaged", True),
    OTHER: ("economically_disadvantaged", False),
}


class Decision(NamedTuple):
    """What somebody decided about a difference."""

    decision: str
    note: str
    decided_by: str
    decided_at: datetime

    @property
    def title(self) -> str:
        """The decision in words."""
        return DECISIONS[self.decision]


class Difference(NamedTuple):
    """One student of whom the two sides say different things.

    `about_id` is the student's id, or the row's where no student of ours is behind it.
    """

    about_id: UUID
    student_id: UUID | None
    name: str
    campus_name: str
    line: int | None
    ours: str | None
    theirs: bool | None
    cause: Cause
    decision: Decision | None

    @property
    def cause_title(self) -> str:
        """The cause in a few words."""
        return TITLES[self.cause]

    @property
    def cause_sentence(self) -> str:
        """What the cause means and what to do."""
        return SENTENCES[self.cause]


class Side(NamedTuple):
    """How many graduates a side has in a group, how many of them it counts, and what that pays.

    The dollars are by the same thresholds, amounts and rounding for both sides.
    """

    graduates: int
    met: int
    dollars: int


class GroupSides(NamedTuple):
    """A group on both sides; `theirs` is None where the list does not name the group."""

    group: str
    ours: Side
    theirs: Side | None

    @property
    def title(self) -> str:
        """The group's name, or all graduates."""
        return GROUP_TITLES.get(self.group, "All graduates")


class CauseCount(NamedTuple):
    """A cause with how many differences it explains."""

    cause: Cause
    title: str
    sentence: str
    students: int


class Comparison(NamedTuple):
    """A list and ours, side by side. `differences` are of the asked cause, or of all.

    On a page the first of them only; `listed` says how many there are.
    """

    summary: ListSummary
    groups: tuple[GroupSides, ...]
    agreed: int
    causes: tuple[CauseCount, ...]
    differences: tuple[Difference, ...]
    listed: int
    total_differences: int
    decided: int


class _Row(NamedTuple):
    id: UUID
    line: int
    fate: str
    student_id: UUID | None
    name: str
    says: Says


def compare(
    desk: Desk, list_id: UUID, cause: Cause | None = None, *, whole: bool = False
) -> Comparison:
    """Compare a loaded list with our records as they stand; that it was seen is recorded.

    `whole` gives every difference, where otherwise the first of them stand on the page.
    """
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    summary = state_lists.summary(desk, list_id)
    if summary.state not in COUNTED:
        raise BadList("This list is not loaded yet.")
    rows = _rows(desk, list_id)
    briefs = briefly(desk, summary.class_of, [r.student_id for r in rows if r.student_id])
    differences = _differences(desk, summary, rows, briefs)
    listed = [one for one in differences if cause in (None, one.cause)]
    shown = tuple(listed if whole else listed[:SHOWN_AT_ONCE])
    details = {"shown": len(shown), "cause": cause.value if cause else None}
    seen = [one.student_id for one in shown if one.student_id]
    waiting = [one.about_id for one in shown if not one.student_id]
    desk.record(
        Event.BONUS_LIST_VIEWED,
        "bonus_list",
        list_id,
        details=details,
        students=seen,
        waiting=waiting,
    )
    desk.session.commit()
    counted = Counter(one.cause for one in differences)
    people = len({*briefs, *(row.id for row in rows if row.student_id is None)})
    return Comparison(
        summary,
        _groups(desk, summary.class_of, rows, briefs),
        people - len(differences),
        tuple(
            CauseCount(one, TITLES[one], SENTENCES[one], counted[one])
            for one in Cause
            if counted[one]
        ),
        shown,
        len(listed),
        len(differences),
        sum(one.decision is not None for one in differences),
    )


def decide(desk: Desk, list_id: UUID, about_id: UUID, decision: str, note: str = "") -> None:
    """Note what is to be done about a difference. Raises `BadList` or `NotFound`."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    state_lists.find(desk, list_id)
    if decision not in DECISIONS:
        raise BadList("Choose what is to be done about this difference.")
    if len(note) > LONGEST_NOTE:
        raise BadList(f"A note has at most {LONGEST_NOTE} characters.")
    if not _is_about(desk, list_id, about_id):
        raise NotFound("difference")
    row_id = uuid4()
    sealed = seal(desk.keys, _note_of(row_id), note.strip().encode()) if note.strip() else None
    desk.session.add(
        BonusDecision(
            id=row_id,
            district_id=desk.actor.district_id,
            list_id=list_id,
            about_id=about_id,
            decision=decision,
            note_sealed=sealed,
            decided_by=desk.actor.user_id,
            decided_at=desk.now,
        )
    )
    desk.session.flush()
    details = {"about_id": str(about_id), "decision": decision}
    desk.record(Event.BONUS_DIFFERENCE_DECIDED, "bonus_list", list_id, details=details)
    desk.session.commit()


def _is_about(desk: Desk, list_id: UUID, about_id: UUID) -> bool:
    """Whether a list can differ about this: a row of it, or a student whom the reader sees."""
    row = desk.session.get(BonusListRow, about_id)
    if row is not None:
        return row.list_id == list_id
    class_of = state_lists.find(desk, list_id).class_of
    return about_id in briefly(desk, class_of, [about_id])


def _rows(desk: Desk, list_id: UUID) -> list[_Row]:
    query = select(BonusListRow).where(
        BonusListRow.list_id == list_id, BonusListRow.fate != "refused"
    )
    return [_opened(desk, row) for row in desk.session.scalars(query.order_by(BonusListRow.line))]


def _opened(desk: Desk, row: BonusListRow) -> _Row:
    held = list_rows.opened(desk, row)
    name = list_rows.name_of(held["person"]) or f"Line {row.line}"
    return _Row(row.id, row.line, row.fate, row.student_id, name, held["says"])


def _differences(
    desk: Desk, summary: ListSummary, rows: list[_Row], briefs: Mapping[UUID, Brief]
) -> list[Difference]:
    by_student = {row.student_id: row for row in rows if row.student_id in briefs}
    strangers = [row for row in rows if row.student_id not in briefs]
    differing = [
        id_
        for id_, brief in briefs.items()
        if cause_of(_briefly_paired(brief, by_student.get(id_), summary.class_of)) is not None
    ]
    people = in_full(desk, summary.class_of, differing)
    decisions = _decisions(desk, summary.id)
    found = [_difference(people[id_], by_student.get(id_), decisions.get(id_)) for id_ in differing]
    found += [_stranger(row, decisions.get(row.id)) for row in strangers]
    order = list(Cause)
    return sorted(
        found, key=lambda one: (order.index(one.cause), one.name.casefold(), one.about_id)
    )


def _briefly_paired(brief: Brief, row: _Row | None, class_of: int) -> Pair:
    return Pair(brief.says(class_of), row.says if row else None)


def _difference(student: OurStudent, row: _Row | None, decision: Decision | None) -> Difference:
    pair = Pair(student.says, row.says if row else None)
    return Difference(
        student.id,
        student.id,
        student.identity.listed_name,
        student.campus_name,
        row.line if row else None,
        student.says.bonus,
        row.says.get("met") if row else None,
        cause_of(pair) or Cause.UNEXPLAINED,
        decision,
    )


def _stranger(row: _Row, decision: Decision | None) -> Difference:
    return Difference(
        row.id,
        None,
        row.name,
        "",
        row.line,
        None,
        row.says.get("met"),
        Cause.NOT_IN_OUR_RECORDS,
        decision,
    )


def _decisions(desk: Desk, list_id: UUID) -> dict[UUID, Decision]:
    """The newest decision about each difference of a list."""
    query = (
        select(BonusDecision)
        .where(BonusDecision.list_id == list_id)
        .order_by(BonusDecision.decided_at, BonusDecision.id)
    )
    rows = list(desk.session.scalars(query))
    names = names_of(desk, {row.decided_by for row in rows})
    return {
        row.about_id: Decision(
            row.decision, _note(desk, row), names.get(row.decided_by, ""), row.decided_at
        )
        for row in rows
    }


def _note(desk: Desk, row: BonusDecision) -> str:
    if row.note_sealed is None:
        return ""
    return unseal(desk.keys, _note_of(row.id), row.note_sealed).decode()


def _note_of(row_id: UUID) -> Place:
    return Place("bonus_decisions", "note_sealed", row_id)


def _groups(
    desk: Desk, class_of: int, rows: list[_Row], briefs: Mapping[UUID, Brief]
) -> tuple[GroupSides, ...]:
    ours = [
        one for one in briefs.values() if one.class_of == class_of and one.status != "withdrawn"
    ]
    mode = assumptions.settled(desk).mode
    mine = _sides(class_of, mode, {group: _ours_in(group, ours) for group in GROUP_TITLES})
    theirs = _sides(class_of, mode, {group: _theirs_in(group, rows) for group in GROUP_TITLES})
    everybody = GroupSides(
        "all",
        _whole(mine, len(ours), sum(one.bonus == "met" for one in ours)),
        _whole(theirs, len(rows), sum(bool(row.says.get("met")) for row in rows)),
    )
    groups = (GroupSides(group, mine[group], theirs.get(group)) for group in GROUP_TITLES)
    return (*groups, everybody)


Counted = tuple[int, int]
"""Graduates of a group, and how many of them are met."""


def _sides(
    class_of: int, mode: str | None, counted: Mapping[str, Counted | None]
) -> dict[str, Side]:
    told = {group: GroupCounts(*one, 0) for group, one in counted.items() if one is not None}
    bonus = district_bonus(class_of, told, rounding=mode)
    return {
        group: Side(one.graduates, one.met, bonus.groups[group].dollars.low)
        for group, one in told.items()
    }


def _whole(groups: Mapping[str, Side], graduates: int, met: int) -> Side:
    return Side(graduates, met, sum(one.dollars for one in groups.values()))


def _ours_in(group: str, ours: list[Brief]) -> Counted:
    field, wanted = FLAGS.get(group, (SPECIAL, True))
    members = [one for one in ours if getattr(one, field) is wanted]
    return len(members), sum(one.bonus == "met" for one in members)


def _theirs_in(group: str, rows: list[_Row]) -> Counted | None:
    """The group on the state's list; None where the list does not name it."""
    field, wanted = FLAGS.get(group, (SPECIAL, True))
    if not any(row.says.get(field) is not None for row in rows):
        return None
    members = [row for row in rows if row.says.get(field) is wanted]
    return len(members), sum(bool(row.says.get("met")) for row in members)
