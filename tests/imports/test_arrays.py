"""PostgreSQL reads the arrays that are put together here as what went into them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from careercraft.imports.arrays import Wanted, array_of, each_of
from careercraft.models import Campus
from careercraft.services.context import Desk
from tests.seed import SmallDistrict

pytestmark = pytest.mark.database

TEXTS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)))
VALUES: list[tuple[type, st.SearchStrategy[Any]]] = [
    (UUID, st.uuids()),
    (bytes, st.binary()),
    (str, TEXTS),
    (int, st.integers(-(2**31), 2**31 - 1)),
    (bool, st.booleans()),
]


def read_back(session: Session, kind: type, values: list[Any]) -> list[Any]:
    sent = bindparam("sent", array_of(kind, values), NullType())
    return list(session.scalars(select(func.unnest(sent))))


@pytest.mark.parametrize(("kind", "some"), VALUES, ids=lambda one: getattr(one, "__name__", ""))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data())
def test_every_value_comes_back_as_it_went_with_what_is_missing(
    desk: Desk, kind: type, some: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    values = data.draw(st.lists(st.none() | some))
    assert read_back(desk.session, kind, values) == values


def names_of(desk: Desk, wanted: Wanted) -> list[str]:
    return sorted(desk.session.scalars(each_of(select(Campus.name), wanted)))


def test_rows_are_found_by_many_values_at_once_and_none_by_no_value(
    desk: Desk, district: SmallDistrict
) -> None:
    names = ["South High School", "’); drop table campuses; --", "North High School"]
    assert names_of(desk, {Campus.name: names}) == ["North High School", "South High School"]
    assert names_of(desk, {Campus.name: []}) == []


def test_of_two_columns_the_values_beside_each_other_belong_together(
    desk: Desk, district: SmallDistrict
) -> None:
    north, south = district.north, district.south
    crossed = {Campus.id: [north.id, south.id], Campus.name: [south.name, south.name]}
    assert names_of(desk, crossed) == [south.name]


def test_an_array_shows_nothing_of_its_values_and_takes_no_other_type() -> None:
    assert "Ibarra" not in repr(array_of(str, ["Ibarra"]))
    with pytest.raises(KeyError):
        array_of(float, [1.5])
