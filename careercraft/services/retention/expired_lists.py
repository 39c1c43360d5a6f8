"""Lists past their period: the state's, and those that staff work with."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from careercraft.models import (
    BonusDecision,
    BonusList,
    BonusListRow,
    BonusScenario,
    BonusTotals,
    CaseloadMove,
    ProgramScenario,
    RulePreview,
    SittingDay,
    SittingRoom,
    SittingSeat,
    WatchList,
    WatchListStudent,
)
from careercraft.services.context import Desk
from careercraft.services.retention import originals
from careercraft.services.retention.expiring import Expiry, ids, midnight, row_of


def state_lists(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Lists of the state that name nobody whose record is held: no other place has their lines."""
    names = select(BonusListRow.list_id).where(BonusListRow.student_id.in_(held))
    decided = select(BonusDecision.list_id).where(BonusDecision.about_id.in_(held))
    query = select(BonusList.id).where(
        BonusList.uploaded_at < midnight(until),
        BonusList.id.not_in(names),
        BonusList.id.not_in(decided),
    )
    return ids(desk, query.order_by(BonusList.id))


def _destroy_state_list(desk: Desk, list_id: UUID) -> None:
    originals.destroy_of_list(desk, desk.session.get_one(BonusList, list_id))
    desk.session.flush()
    for part in (BonusDecision, BonusListRow):
        rows: Any = part
        desk.session.execute(delete(rows).where(rows.list_id == list_id))
    desk.session.execute(delete(BonusList).where(BonusList.id == list_id))


def state_totals(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Totals of the state's reports; they count students and name none."""
    query = select(BonusTotals.id).where(BonusTotals.entered_at < midnight(until))
    return ids(desk, query.order_by(BonusTotals.id))


def watch_lists(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Watch lists, by their making; who still works with one makes it anew."""
    query = select(WatchList.id).where(WatchList.created_at < midnight(until))
    return ids(desk, query.order_by(WatchList.id))


def _destroy_watch_list(desk: Desk, list_id: UUID) -> None:
    desk.session.execute(delete(WatchListStudent).where(WatchListStudent.list_id == list_id))
    desk.session.execute(delete(WatchList).where(WatchList.id == list_id))


def testing_days(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Testing days that were held by then and seated nobody whose record is held."""
    seated = select(SittingSeat.day_id).where(SittingSeat.student_id.in_(held))
    query = select(SittingDay.id).where(SittingDay.held_on < until, SittingDay.id.not_in(seated))
    return ids(desk, query.order_by(SittingDay.id))


def _destroy_testing_day(desk: Desk, day_id: UUID) -> None:
    for part in (SittingSeat, SittingRoom):
        rows: Any = part
        desk.session.execute(delete(rows).where(rows.day_id == day_id))
    desk.session.execute(delete(SittingDay).where(SittingDay.id == day_id))


def caseload_moves(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Who had whom before; too old to be undone."""
    query = select(CaseloadMove.id).where(CaseloadMove.moved_at < midnight(until))
    return ids(desk, query.order_by(CaseloadMove.id))


def what_ifs(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """What-ifs of the bonus."""
    query = select(BonusScenario.id).where(BonusScenario.changed_at < midnight(until))
    return ids(desk, query.order_by(BonusScenario.id))


def program_what_ifs(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """What-ifs of programs."""
    query = select(ProgramScenario.id).where(ProgramScenario.created_at < midnight(until))
    return ids(desk, query.order_by(ProgramScenario.id))


def previews(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Previews by other rules."""
    query = select(RulePreview.id).where(RulePreview.asked_at < midnight(until))
    return ids(desk, query.order_by(RulePreview.id))


STATE_LISTS = (
    Expiry(state_lists, _destroy_state_list, ("bonus_lists", "bonus_list_rows", "bonus_decisions")),
    Expiry(state_totals, row_of(BonusTotals), ("bonus_totals",)),
)
WORKING_LISTS = (
    Expiry(watch_lists, _destroy_watch_list, ("watch_lists", "watch_list_students")),
    Expiry(testing_days, _destroy_testing_day, ("testing_days", "testing_rooms", "testing_seats")),
    Expiry(caseload_moves, row_of(CaseloadMove), ("caseload_moves",)),
    Expiry(what_ifs, row_of(BonusScenario), ("bonus_scenarios",)),
    Expiry(program_what_ifs, row_of(ProgramScenario), ("program_scenarios",)),
    Expiry(previews, row_of(RulePreview), ("rule_previews",)),
)
