"""Watch lists and caseloads, as the bar above a roster and their own pages offer them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from careercraft.models import AuditEvent, Student, WatchList
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, seniors

URL = f"/rosters/{CLASS}"


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def listed(page: BeautifulSoup) -> set[str]:
    return {row.a.get_text().partition(", ")[2] for row in page.select("#students tbody th")}


def lists_on(page: BeautifulSoup) -> dict[str, str]:
    """The address of each list on the page of all lists, by its name."""
    return {
        row.a.get_text(): str(row.a["href"])
        for row in page.select("main table tbody th[scope=row]")
    }


def follow(client: PageClient, url: str) -> BeautifulSoup:
    return client.get(str(client.client.get(url).headers["Location"]))


def counselor_of(desk: Desk, student_id: UUID) -> UUID | None:
    desk.session.expire_all()
    return desk.session.get_one(Student, student_id).counselor_id


# Live lists


def test_a_live_list_opens_its_filter_with_todays_count(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    director.post(f"{URL}/lists", {"name": "Close in math", "near": "tsi.math", "within": "10"})
    page = director.get("/lists")
    assert page.select_one("td.number a").get_text(strip=True).startswith("1")
    assert listed(follow(director, lists_on(page)["Close in math"])) == {"Rosa"}
    assert "Close in math" in director.get("/").get_text()


def test_the_name_of_a_list_stands_nowhere_in_the_clear(
    desk: Desk, director: PageClient, ids: dict[str, UUID]
) -> None:
    director.post(f"{URL}/lists", {"name": "Ibarra and friends"})
    stored = desk.session.scalars(select(WatchList)).one()
    assert b"Ibarra" not in stored.body_sealed
    told = desk.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "watch_list:saved")
    ).one()
    assert "Ibarra" not in str(told.details)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_list_without_a_usable_name_is_not_saved(
    director: PageClient, ids: dict[str, UUID], name: str
) -> None:
    director.post(f"{URL}/lists", {"name": name})
    assert "Give the list a name" in director.get("/lists").get_text()
    assert lists_on(director.get("/lists")) == {}


def test_a_list_of_ones_own_stays_ones_own_and_a_shared_one_reaches_its_campus(
    director: PageClient, counselor: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    director.post(f"{URL}/lists", {"name": "Mine"})
    director.post(f"{URL}/lists", {"name": "North", "campus": district.north.id, "shared": "1"})
    director.post(f"{URL}/lists", {"name": "South", "campus": district.south.id, "shared": "1"})
    assert set(lists_on(director.get("/lists"))) == {"Mine", "North", "South"}
    shared = counselor.get("/lists")
    assert set(lists_on(shared)) == {"North"}
    assert shared.select(".list-change") == []
    south = lists_on(director.get("/lists"))["South"]
    assert counselor.client.get(south).status_code == 404
    counselor.post(f"{lists_on(shared)['North']}/delete", status=404)


def test_a_list_is_renamed_deleted_and_brought_back(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    director.post(f"{URL}/lists", {"name": "Old"})
    href = lists_on(director.get("/lists"))["Old"]
    director.post(f"{href}/rename", {"name": "New"})
    assert set(lists_on(director.get("/lists"))) == {"New"}
    director.post(f"{href}/delete")
    assert lists_on(director.get("/lists")) == {}
    assert director.client.get(href).status_code == 404
    director.post(f"{href}/restore")
    assert set(lists_on(director.get("/lists"))) == {"New"}


# Fixed lists


def test_ticked_students_make_a_fixed_list_that_grows_and_shrinks(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_id": [str(ids["Rosa"]), str(ids["Dee"])]}
    answer = director.post(f"{URL}/members", {"name": "Retest in March", **ticked})
    address = answer.headers["Location"]
    page = director.get(address)
    assert listed(page) == {"Rosa", "Dee"}
    assert "on the list “Retest in March”: 2 students" in page.get_text()
    href = lists_on(director.get("/lists"))["Retest in March"]
    list_id = href.rpartition("/")[2]
    director.post(f"{URL}/members", {"list_id": list_id, "whom": "all", "state": "met"})
    assert listed(director.get(address)) == {"Rosa", "Dee", "Abel", "Bea", "Eli"}
    director.post(f"{href}/remove", ticked)
    assert listed(director.get(address)) == {"Abel", "Bea", "Eli"}


def test_a_counselor_puts_nobody_of_another_campus_on_a_list(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_id": [str(ids["Rosa"]), str(ids["Cam"])]}
    answer = counselor.post(f"{URL}/members", {"name": "Both", **ticked})
    assert listed(counselor.get(answer.headers["Location"])) == {"Rosa"}


def test_without_a_tick_nothing_happens_and_the_page_says_so(
    desk: Desk, director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    someone = district.director.user_id
    for what, more in (("members", {"name": "Nobody"}), ("counselor", {"counselor_id": someone})):
        answer = director.post(f"{URL}/{what}", {"whom": "ticked", "state": "met", **more})
        assert "Tick at least one" in director.get(answer.headers["Location"]).get_text()
    assert lists_on(director.get("/lists")) == {}
    assert counselor_of(desk, ids["Cam"]) is None


def test_only_the_ticked_students_go_into_the_file(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_id": [str(ids["Rosa"])]}
    file = director.post(f"{URL}/export?format=csv", ticked, status=200)
    assert "chosen by hand: 1 student" in file.text
    assert "Ibarra, Rosa" in file.text
    assert "Quiroz" not in file.text


# Caseloads


def test_whoever_fits_is_assigned_and_given_back(
    desk: Desk, director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    before = counselor_of(desk, ids["Rosa"])
    new = district.director.user_id
    body = {"whom": "all", "group": "sped", "counselor_id": new}
    answer = director.post(f"{URL}/counselor", body)
    page = answer.headers["Location"]
    assert "2 students were assigned to District Director" in director.get(page).get_text()
    assert {counselor_of(desk, ids[name]) for name in ("Rosa", "Dee")} == {new}
    assert counselor_of(desk, ids["Abel"]) == before != new
    director.post(f"{page}/undo")
    assert counselor_of(desk, ids["Rosa"]) == before
    assert counselor_of(desk, ids["Dee"]) is None
    director.post(f"{page}/undo", status=404)
    told = select(AuditEvent.action).where(AuditEvent.object_type == "caseload_move")
    assert desk.session.scalars(told.order_by(AuditEvent.number)).all() == [
        "caseload:moved",
        "caseload:move_undone",
    ]


def test_undoing_leaves_whom_somebody_else_got_since_then(
    desk: Desk, director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_id": [str(ids["Cam"])]}
    first = director.post(
        f"{URL}/counselor", {**ticked, "counselor_id": district.director.user_id}
    ).headers["Location"]
    later = district.records_officer.user_id
    director.post(f"{URL}/counselor", {**ticked, "counselor_id": later})
    director.post(f"{first}/undo")
    assert counselor_of(desk, ids["Cam"]) == later


def test_a_counselor_of_another_campus_gets_no_student(
    desk: Desk, director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    body = {"whom": "ticked", "student_id": [str(ids["Cam"])]}
    body["counselor_id"] = district.counselor.user_id  # type: ignore[assignment]
    director.post(f"{URL}/counselor", body, status=404)
    assert counselor_of(desk, ids["Cam"]) is None


def test_a_records_officer_is_offered_no_assignment(
    client_for: Callable[..., PageClient], ids: dict[str, UUID]
) -> None:
    page = client_for(Role.RECORDS_OFFICER).get(URL)
    assert page.select_one("#bulk") is not None
    assert page.select_one("#bulk-counselor") is None
