"""What the state's listings say of each student beside what the rules say here: the differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.exports import Column, Exported, Sheet
from careercraft.models import Campus, Evidence, Outcome, Student
from careercraft.privacy.access import require, visible_students
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.kept_evidence_words import LISTINGS, STATE_INDICATORS

PER_PAGE = 50
OURS_OF = {
    "tsi_ela": "tsi.rla",
    "tsi_math": "tsi.math",
    "ap_ib": "ap_ib",
    "dual_credit": "dual_credit",
    "onramps": "onramps",
    "associate_degree": "associate_degree",
    "level_certificate": "level_certificate",
    "ibc": "ibc",
    "enlistment": "military",
}
"""The indicators of ours that answer the same question as one of the state's."""
AGREES, DIFFERS, OPEN = "agrees", "differs", "open"


class Said(NamedTuple):
    """One indicator: what the state says, and our state (met, not_met, unknown…)."""

    label: str
    state_says: bool
    ours: str


class Compared(NamedTuple):
    """One student of a listing."""

    student_id: UUID
    name: str
    campus: str
    class_of: int
    state_met: bool | None
    our_state: str
    verdict: str
    differences: tuple[Said, ...]


class ListingChoice(NamedTuple):
    """A listing that is loaded."""

    listing: str
    year: int
    title: str
    students: int


class StatePage(NamedTuple):
    """One page of a listing beside our outcomes. `counts` are students per verdict."""

    choices: tuple[ListingChoice, ...]
    chosen: ListingChoice | None
    verdict: str | None
    counts: Mapping[str, int]
    rows: tuple[Compared, ...]
    page: int
    pages: int
    total: int


class _Line(NamedTuple):
    row: Any
    payload: Mapping[str, Any]


def page(
    desk: Desk, listing: str | None, year: int | None, verdict: str | None, number: int = 1
) -> StatePage:
    """A listing (the newest where none is asked for) beside our outcomes; the look is recorded."""
    choices, chosen, compared = _compared(desk, listing, year)
    counts = Counter(each.verdict for each in compared)
    verdict = verdict if verdict in (AGREES, DIFFERS, OPEN) else None
    shown = [each for each in compared if verdict in (None, each.verdict)]
    pages = max(1, -(-len(shown) // PER_PAGE))
    number = min(max(number, 1), pages)
    rows = tuple(shown[(number - 1) * PER_PAGE : number * PER_PAGE])
    details: dict[str, Detail] = {"list": "state_listing", "page": number, "shown": len(rows)}
    desk.record(
        Event.ROSTER_VIEWED,
        "state_listing",
        details=details,
        students=[one.student_id for one in rows],
    )
    desk.session.commit()
    return StatePage(choices, chosen, verdict, counts, rows, number, pages, len(shown))


def export(desk: Desk, listing: str | None, year: int | None, format_: str) -> Exported:
    """The whole comparison as a file; that it was taken is recorded."""
    _, chosen, compared = _compared(desk, listing, year)
    title = chosen.title if chosen else "State's listing"
    sheet = Sheet(
        "state-listing-compared",
        f"{title} beside our outcomes",
        lists.facts(desk, f"{title}: {len(compared)} students"),
        (
            Column("Student"),
            Column("Campus"),
            Column("Class of"),
            Column("The state says"),
            Column("Our rules say"),
            Column("Verdict"),
            Column("Differences"),
        ),
        [
            (
                each.name,
                each.campus,
                str(each.class_of),
                {True: "met", False: "not met", None: ""}[each.state_met],
                each.our_state.replace("_", " "),
                each.verdict,
                "; ".join(difference_words(said) for said in each.differences),
            )
            for each in compared
        ],
    )
    students = [each.student_id for each in compared]
    return lists.taken_away(desk, sheet, format_, students=students)


def difference_words(said: Said) -> str:
    """A difference as a line."""
    state = "met" if said.state_says else "not met"
    return f"{said.label}: state {state}, here {said.ours.replace('_', ' ')}"


def _compared(
    desk: Desk, listing: str | None, year: int | None
) -> tuple[tuple[ListingChoice, ...], ListingChoice | None, list[Compared]]:
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    lines = list(_lines(desk))
    counted = Counter((line.payload["listing"], line.payload["year"]) for line in lines)
    choices = tuple(
        ListingChoice(*key, f"{LISTINGS.get(key[0], 'State listing')} {key[1]}", number)
        for key, number in sorted(counted.items(), key=lambda item: (-item[0][1], item[0][0]))
    )
    asked = [each for each in choices if (each.listing, each.year) == (listing, year)]
    chosen = asked[0] if asked else (choices[0] if choices else None)
    if chosen is None:
        return choices, None, []
    wanted = [
        line
        for line in lines
        if (line.payload["listing"], line.payload["year"]) == (chosen.listing, chosen.year)
    ]
    found = [_row(desk, line) for line in wanted]
    return choices, chosen, sorted(found, key=lambda each: (each.name, str(each.student_id)))


def _lines(desk: Desk) -> Iterator[_Line]:
    query = (
        select(
            Evidence.id,
            Evidence.fact_sealed,
            Evidence.student_id,
            Student.identity_sealed,
            Student.class_of,
            Campus.name.label("campus"),
            Outcome.state,
            Outcome.indicators,
        )
        .join(Student, Student.id == Evidence.student_id)
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            Evidence.active,
            Evidence.covers == "state_listing",
            Student.removed_at.is_(None),
            visible_students(desk.actor),
        )
    )
    for row in desk.session.execute(query):
        place = Place("evidence", "fact_sealed", row.id)
        yield _Line(row, unseal_json(desk.keys, place, row.fact_sealed))


def _row(desk: Desk, line: _Line) -> Compared:
    row, met = line.row, line.payload["met"]
    ours = row.state or "unknown"
    differences = tuple(_differences(met, row.indicators or {}))
    return Compared(
        row.student_id,
        identity_from(desk.keys, row.student_id, row.identity_sealed).listed_name,
        row.campus,
        row.class_of,
        met.get("ccmr_met"),
        ours,
        _verdict(met.get("ccmr_met"), ours, differences),
        differences,
    )


def _differences(met: Mapping[str, bool], indicators: Mapping[str, str]) -> Iterator[Said]:
    for name, says in met.items():
        ours = indicators.get(OURS_OF.get(name, ""))
        if ours in ("met", "not_met") and (ours == "met") is not says:
            yield Said(STATE_INDICATORS[name], says, ours)


def _verdict(state_met: bool | None, ours: str, differences: Iterable[Said]) -> str:
    """Whether the state and the rules here agree; open where one of them does not say."""
    if state_met is None or ours not in ("met", "not_met"):
        return DIFFERS if any(differences) else OPEN
    return AGREES if (ours == "met") is state_met and not any(differences) else DIFFERS
