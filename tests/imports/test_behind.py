"""What is written behind is there for whoever asks next, and so is its error."""

from __future__ import annotations

from collections.abc import Callable
from threading import get_ident
from typing import Any, cast
from uuid import uuid4

import pytest
from sqlalchemy import Engine, Table, event, func, select
from sqlalchemy.exc import IntegrityError

from careercraft.imports.behind import WORTH_IT_ROWS, WritingBehind
from careercraft.models import Campus
from careercraft.services.context import Desk
from careercraft.services.tasks import Cancelled
from tests.seed import SmallDistrict

CAMPUSES = cast(Table, Campus.__table__)

pytestmark = pytest.mark.database


def campuses(desk: Desk, number: int) -> list[dict[str, Any]]:
    district_id = desk.keys.district_id
    return [
        {"id": uuid4(), "district_id": district_id, "number": f"8{n:08d}", "name": f"School {n}"}
        for n in range(number)
    ]


def how_many(desk: Desk) -> int:
    return desk.session.scalars(select(func.count()).select_from(Campus)).one()


def write_behind(
    desk: Desk, rows: list[dict[str, Any]], then: Callable[[], object] = lambda: None
) -> object:
    """Write some rows, do something else at once, and leave."""
    with WritingBehind(desk.session) as writing:
        writing.insert_rows(CAMPUSES, rows)
        return then()


def stopped() -> None:
    raise Cancelled


@pytest.mark.parametrize("number", [1, WORTH_IT_ROWS, 3 * WORTH_IT_ROWS])
def test_the_next_question_finds_what_is_being_written(
    desk: Desk, district: SmallDistrict, number: int
) -> None:
    before = how_many(desk)
    assert write_behind(desk, campuses(desk, number), lambda: how_many(desk)) == before + number
    assert how_many(desk) == before + number


def test_many_rows_are_one_statement_of_another_thread(
    desk: Desk, engine: Engine, district: SmallDistrict
) -> None:
    threads = []

    def note(*_: object) -> None:
        threads.append(get_ident())

    how_many(desk)
    event.listen(engine, "before_cursor_execute", note)
    write_behind(desk, campuses(desk, WORTH_IT_ROWS), lambda: how_many(desk))
    event.remove(engine, "before_cursor_execute", note)
    assert len(threads) == 2
    assert threads[0] != threads[1] == get_ident()


@pytest.mark.parametrize("asks_again", [True, False])
def test_the_next_question_or_else_the_end_meets_the_error_of_what_was_written(
    desk: Desk, district: SmallDistrict, asks_again: bool
) -> None:
    twice = campuses(desk, WORTH_IT_ROWS) * 2
    with pytest.raises(IntegrityError):
        write_behind(desk, twice, (lambda: how_many(desk)) if asks_again else (lambda: None))


@pytest.mark.parametrize("times", [1, 2])
def test_whoever_stops_the_work_is_heard_and_nothing_of_it_stays(
    desk: Desk, district: SmallDistrict, times: int
) -> None:
    desk.session.commit()
    before = how_many(desk)
    with pytest.raises(Cancelled):
        write_behind(desk, campuses(desk, WORTH_IT_ROWS) * times, stopped)
    desk.session.rollback()
    assert how_many(desk) == before
