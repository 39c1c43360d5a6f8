"""Testing days in the browser: planned, listed, seated, printed, told to families."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.documents import reading
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import seniors

DAY = {
    "test": "SAT",
    "subject": "both",
    "held_on": "2027-03-03",
    "classes": "2027",
    "whom": "tsi_open",
    "starts": "8:15 AM",
    "where": "Cafeteria",
    "bring": "Photo ID",
    "bring_es": "Identificación con foto",
}


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def planned(counselor: PageClient, district: SmallDistrict) -> str:
    answer = counselor.post("/testing", DAY | {"campus": str(district.north.id)})
    return str(answer.headers["Location"]).removesuffix("/propose")


def test_a_day_is_planned_listed_seated_and_printed_without_script(
    counselor: PageClient,
    district: SmallDistrict,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
) -> None:
    day = planned(counselor, district)
    rows = counselor.get(f"{day}/propose").select("tbody tr")
    assert [row.select_one("th a").get_text() for row in rows] == ["Ibarra, Rosa", "Ortiz, Bea"]
    assert "10 points short" in rows[0].get_text()
    both = [str(ids["Rosa"]), str(ids["Bea"])]
    counselor.post(f"{day}/on", {"student_id": both, "covered": both[:1]})
    rooms = {"id": ["", ""], "name": ["Library", "B12"], "capacity": ["1", "9"]}
    counselor.post(f"{day}/rooms", rooms | {"fill": "yes"})
    page = counselor.get(day)
    assert "SAT at North High School on Mar 3, 2027: 2 students" in page.get_text()
    assert [row.select("td")[1].get_text() for row in page.select("#students tbody tr")] == [
        "Library",
        "B12",
    ]
    door = counselor.post(f"{day}/lists", {"list": "door"}, status=200)
    told = reading.words_of(door.data)
    assert "Ibarra, Rosa Library" in told
    assert "points" not in told
    asked = counselor.post(f"{day}/notices", {"language": "es", "packed_as": "pdf"})
    run_tasks()
    with reading.opened(counselor.client.get(f"{asked.headers['Location']}/file").data) as pdf:
        pages = [" ".join("\n".join(reading._pieces(one)).split()) for one in pdf.pages]
    assert [("Rosa" in one, "Bea" in one) for one in pages] == [(True, False), (False, True)]
    assert "no paga nada" in pages[0]
    assert "todavía no está cubierto" in pages[1]
    assert "Identificación con foto" in pages[0]


def test_a_room_without_a_number_is_told_beside_it_and_nothing_is_lost(
    counselor: PageClient, district: SmallDistrict
) -> None:
    day = planned(counselor, district)
    rooms = {"id": ["", ""], "name": ["Library", "Gym"], "capacity": ["many", "30"]}
    page = counselor.post(f"{day}/rooms", rooms, status=422)
    assert "Write how many can sit" in page.text
    assert re.findall(r'name="name" value="(\w+)"', page.text) == ["Library", "Gym"]


def test_one_subject_of_the_sat_is_refused_with_the_reason(
    counselor: PageClient, district: SmallDistrict
) -> None:
    wrong = DAY | {"campus": str(district.north.id), "subject": "math"}
    page = counselor.post("/testing", wrong, status=422)
    assert "The SAT is sat in reading and math together." in page.text


def test_a_student_is_found_by_name_and_put_on_by_hand(
    counselor: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day = planned(counselor, district)
    found = counselor.post(f"{day}/find", {"q": "nunez"}, status=200)
    assert str(ids["Abel"]) in found.text
    assert str(ids["Rosa"]) not in found.text
