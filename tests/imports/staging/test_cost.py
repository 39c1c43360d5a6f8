"""What staging asks of the database, and what it leaves open there."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from careercraft.models import ImportBatch, ImportRow
from careercraft.services import imports
from careercraft.services.context import Desk
from tests.imports.staging.steps import (
    STATE_ID,
)
from tests.seed import SmallDistrict
from tests.services.uploads import applied, counted_statements, roster, sat, staged

pytestmark = pytest.mark.database


def statements_for(desk: Desk, engine: Engine, district: SmallDistrict, rows: int) -> list[str]:
    people = [
        {
            "state_unique_id": f"1{n:09d}",
            "last_name": f"Name{n}",
            "first_name": "A",
            "birth_date": "2008-09-14",
            "grade": "12",
            "campus_id": district.north.number,
        }
        for n in range(rows)
    ]
    applied(desk, roster(people))
    scores = [
        {"state_id": f"1{n:09d}", "date": "2025-10-04", "ebrw": 500, "math": 510}
        for n in range(rows)
    ]
    batch_id = imports.upload(desk, [sat(scores)]).batch_id
    with counted_statements(engine) as statements:
        imports.read_and_stage(desk, batch_id, lambda *_: None)
    return statements


def test_three_hundred_rows_ask_the_database_no_more_than_three(
    desk: Desk, engine: Engine, district: SmallDistrict
) -> None:
    few = statements_for(desk, engine, district, 3)
    many = statements_for(desk, engine, district, 300)
    assert 0 < len(many) <= 25
    assert len(many) <= len(few) + 1


def test_nothing_a_file_says_lies_open_in_the_database(desk: Desk, district: SmallDistrict) -> None:
    canary = "Quetzalcanary"
    row = {"state_unique_id": STATE_ID, "last_name": canary, "first_name": canary, "grade": "12"}
    kept = staged(desk, roster([row | {"campus_id": district.north.number}], f"{canary}.csv"))
    batch = desk.session.get_one(ImportBatch, kept)
    rows = desk.session.scalars(select(ImportRow).where(ImportRow.batch_id == kept)).all()
    stored = [value for found in (batch, *rows) for value in vars(found).values()]
    assert len(stored) > 20
    assert not any(canary.encode() in _bytes(value) for value in stored)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
