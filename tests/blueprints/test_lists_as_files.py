"""Lists taken away say which they are, from when the data are, and by which rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from careercraft.privacy.permissions import Role
from tests.page import PageClient
from tests.security.test_matrix import Things, things
from tests.seed import SmallDistrict
from tests.services.uploads import SITTING, applied, roster, sat

__all__ = ["things"]


@pytest.fixture
def client(
    client_for: Callable[..., PageClient],
    district: SmallDistrict,
    desk: object,
    rosa: dict[str, object],
) -> PageClient:
    applied(desk, roster([rosa]))  # type: ignore[arg-type]
    applied(desk, sat([SITTING]))  # type: ignore[arg-type]
    return client_for(Role.DISTRICT_DIRECTOR)


def taken(client: PageClient, address: str) -> list[list[str]]:
    answer = client.client.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def facts(rows: list[list[str]]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows[: rows.index([])]}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/ratings/2028/export?format=csv", {"Rules": "Accountability 2028"}),
        (
            "/programs/{program_id}/early-warning/export?format=csv",
            {"Rules": "Measures of edition"},
        ),
        (
            "/programs/{program_id}/indicators/ACC1/export?format=csv&year=2026",
            {"Rules": "Measures of edition"},
        ),
        ("/records/cases/export?format=csv&show=all", {"List": "All cases"}),
    ],
)
def test_a_file_says_its_filter_its_data_date_and_its_rules(
    client: PageClient,
    district: SmallDistrict,
    things: Callable[..., Things],
    address: str,
    said: dict[str, str],
) -> None:
    rows = taken(client, address.format(**things(district, district.north)))
    found = facts(rows)
    assert found["Data through"] == "2025-10-04"
    assert len(found["List"]) > 5
    for name, words in said.items():
        assert words in found[name], (name, found)
    header = rows[rows.index([]) + 1]
    assert len(header) >= 8


def test_the_cases_of_the_queue_are_in_their_file(
    client: PageClient, district: SmallDistrict, things: Callable[..., Things]
) -> None:
    things(district, district.north)
    rows = taken(client, "/records/cases/export?format=csv&show=all")
    assert len(rows) > rows.index([]) + 2
