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
from careercraft.services.retention.expiring import Expiry, ids, midnight, row_of, since


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


STATE_LISTS = (
    Expiry(state_lists, _destroy_state_list, ("bonus_lists", "bonus_list_rows", "bonus_decisions")),
    Expiry(since(BonusTotals.entered_at), row_of(BonusTotals), ("bonus_totals",)),
)
WORKING_LISTS = (
    # by its making: whoever still works with a watch list makes it anew
    Expiry(
        since(WatchList.created_at), _destroy_watch_list, ("watch_lists", "watch_list_students")
    ),
    Expiry(testing_days, _destroy_testing_day, ("testing_days", "testing_rooms", "testing_seats")),
    Expiry(since(CaseloadMove.moved_at), row_of(CaseloadMove), ("caseload_moves",)),
    Expiry(since(BonusScenario.changed_at), row_of(BonusScenario), ("bonus_scenarios",)),
    Expiry(since(ProgramScenario.created_at), row_of(ProgramScenario), ("program_scenarios",)),
    Expiry(since(RulePreview.asked_at), row_of(RulePreview), ("rule_previews",)),
)
