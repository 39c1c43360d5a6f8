"""The student page and the search for a student, as the browser sees them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup

from careercraft.filters import long_date
from careercraft.models import Document
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from careercraft.services.sources import data_through
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import add_unjudged, seniors, state_id
from tests.services.uploads import applied, sat


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def text(page: BeautifulSoup, selector: str) -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def test_the_page_answers_met_or_not_why_and_what_next(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}")
    assert page.h1.get_text() == "Rosa Ibarra"
    judgement = text(page, ".answer__judgement")
    assert "Not met" in judgement
    assert "Math: 10 points short of 530 on the SAT (520 on Oct 4, 2025)." in judgement
    assert "retake the SAT; 10 points more" in text(page, ".answer__next")


def test_the_head_says_up_to_when_the_data_reach(
    counselor: PageClient, desk: Desk, ids: dict[str, UUID]
) -> None:
    student_id = ids["Abel"]
    through = long_date(data_through(desk.session))
    assert f"data through {through}" in text(
        counselor.get(f"/students/{student_id}"), ".page-head__facts"
    )


def test_a_student_who_is_met_needs_nothing(counselor: PageClient, ids: dict[str, UUID]) -> None:
    page = counselor.get(f"/students/{ids['Abel']}")
    assert "Met by TSI: both subjects by the SAT." in text(page, ".answer__judgement")
    assert "Nothing is needed" in text(page, ".answer__next")


def test_the_two_gates_show_the_best_result_beside_its_cut(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}")
    reading, math = (
        [svg["aria-label"] for svg in gate.select("svg.scale")] for gate in page.select(".panel")
    )
    assert reading == [
        "Reading and language arts, SAT EBRW: best 500, 480 needed, scale 200 to 800"
    ]
    assert math == ["Mathematics, SAT math: best 520, 530 needed, scale 200 to 800"]


def test_every_other_indicator_stands_in_a_row_with_its_source(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    rows = counselor.get(f"/students/{ids['Bea']}").select("[aria-labelledby='others'] .indicator")
    assert len(rows) == 9
    assert rows[0].h3.get_text() == "Dual course credit"
    assert "Met" in rows[0].get_text()
    assert "courses.csv, line 2" in rows[0].get_text()
    assert all(row.select(".standing") for row in rows)


def test_every_piece_of_evidence_says_file_and_line(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    (row,) = counselor.get(f"/students/{ids['Rosa']}").select("#evidence-table tbody tr")
    cells = [cell.get_text() for cell in row.find_all(["th", "td"])]
    assert cells[:3] == ["SAT", "EBRW 500, math 520", "10/04/2025"]
    assert cells[4] == "sat.csv, line 2"


def test_the_name_stands_in_the_page_but_not_in_its_title(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}")
    assert "Ibarra" not in page.title.get_text()
    assert "Rosa" not in page.title.get_text()


def test_the_way_back_leads_to_the_roster_of_class_and_campus(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}")
    back = str(page.select(".breadcrumbs a")[1]["href"])
    assert "Ibarra, Rosa" in counselor.get(back).get_text()


def test_a_lagging_roster_is_told_and_can_be_recomputed_by_whoever_may(
    client_for: Callable[..., PageClient],
    counselor: PageClient,
    desk: Desk,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
) -> None:
    url = f"/students/{ids['Rosa']}"
    assert counselor.get(url).select(".notice") == []
    better = {"state_id": state_id("Rosa"), "date": "2026-03-14", "ebrw": 500, "math": 530}
    applied(desk, sat([better], "sat_march.csv"))
    notice = counselor.get(url).select_one(".notice")
    assert "The roster still shows the outcome of" in notice.get_text()
    assert notice.select("form") == []
    director = client_for(Role.DISTRICT_DIRECTOR)
    director.post(str(director.get(url).select_one(".notice form")["action"]))
    run_tasks()
    assert counselor.get(url).select(".notice") == []


def test_a_student_whom_no_rule_has_judged_is_judged_here(
    counselor: PageClient, desk: Desk, district: SmallDistrict
) -> None:
    page = counselor.get(f"/students/{add_unjudged(desk, district)}")
    assert "shows no outcome for this student yet" in text(page, ".notice")
    assert "Still to be loaded" in text(page, ".answer__judgement")
    assert "Nothing on file" in text(page, ".empty-state")


@pytest.mark.parametrize("whose", ["another campus", "nobody"])
def test_another_student_is_not_found(
    counselor: PageClient, ids: dict[str, UUID], whose: str
) -> None:
    student_id = ids["Cam"] if whose == "another campus" else uuid4()
    assert counselor.client.get(f"/students/{student_id}").status_code == 404


def test_a_student_of_another_district_is_not_found(
    client_for: Callable[..., PageClient], other_district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    stranger = client_for(Role.DISTRICT_DIRECTOR, other_district)
    assert stranger.client.get(f"/students/{ids['Rosa']}").status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_record(
    counselor: PageClient,
    desk: Desk,
    ids: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    url = f"/students/{ids['Rosa']}"
    counselor.get(url)
    with count_queries() as few:
        counselor.get(url)
    more = [
        {"state_id": state_id("Rosa"), "date": f"2026-0{month}-14", "ebrw": 450, "math": 450}
        for month in (3, 5, 6)
    ]
    applied(desk, sat(more, "more.csv"))
    desk.session.add_all(printed(desk, ids["Rosa"]) for _ in range(5))
    desk.session.commit()
    with count_queries() as changed:
        counselor.get(url)
    with count_queries() as many:
        page = counselor.get(url)
    assert len(page.select("#evidence-table tbody tr")) == 4
    assert 0 < few.count == many.count <= 11
    assert many.transactions == 1
    assert changed.count <= 14  # what is known of the district is read anew


def printed(desk: Desk, student_id: UUID) -> Document:
    return Document(
        id=uuid4(),
        district_id=desk.actor.district_id,
        student_id=student_id,
        kind="student_plan",
        language="es",
        state="ready",
        pages=1,
        size=28_200,
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
    )


def test_a_plan_printed_from_an_older_record_is_marked(
    counselor: PageClient, desk: Desk, ids: dict[str, UUID]
) -> None:
    document = printed(desk, ids["Rosa"])
    desk.session.add(document)
    desk.session.commit()
    page = counselor.get(f"/students/{ids['Rosa']}")
    entry = text(page, ".timeline")
    assert "Download the plan in Spanish" in entry
    assert "1 page, 28.2 KB" in entry
    assert "Superseded" in entry
    assert page.select_one(".timeline a")["href"] == f"/documents/{document.id}/file"


# Finding


def test_the_one_who_fits_opens_at_once(counselor: PageClient, ids: dict[str, UUID]) -> None:
    answer = counselor.post("/students/find", {"q": "abel"})
    assert answer.headers["Location"] == f"/students/{ids['Abel']}"


def test_several_who_fit_are_listed(
    client_for: Callable[..., PageClient], ids: dict[str, UUID]
) -> None:
    page = client_for(Role.DISTRICT_DIRECTOR).post_page("/students/find", {"q": "IBARRA"})
    found = [row.th.a.get_text() for row in page.select("tbody tr")]
    assert found == ["Ibarra, Rosa", "Ibarra-Soto, Eli"]
    assert "2 students" in page.get_text()
    assert "ibarra" not in page.title.get_text().lower()
    links = [str(a["href"]) for a in page.select("a[href]")]
    assert not any("ibarra" in href.lower() for href in links)


@pytest.mark.parametrize(
    ("words", "told"), [("cam", "Nobody fits"), ("", "Whom are you looking for?")]
)
def test_a_search_without_an_answer_says_what_to_do(
    counselor: PageClient, ids: dict[str, UUID], words: str, told: str
) -> None:
    page = counselor.post_page("/students/find", {"q": words})
    assert told in text(page, ".empty-state")


def test_a_search_leaves_no_name_in_a_header(counselor: PageClient, ids: dict[str, UUID]) -> None:
    answer = counselor.post("/students/find", {"q": "abel"})
    assert "abel" not in str(answer.headers).lower()
