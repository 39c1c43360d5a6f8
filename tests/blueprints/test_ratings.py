"""The rating pages: what they count is what they open, and the letters go by what was entered."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from careercraft.models import AuditEvent, CampusScores
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict, add_student
from tests.services.classroom import CLASS, crowd, judge, seniors

YEAR = CLASS + 1
URL = f"/ratings/{YEAR}"
SCORES = {
    "campus_type": "standard",
    "staar_raw": "60",
    "graduation_raw": "94.0",
    "part_a": "75",
    "part_b_staar": "80",
    "economically_disadvantaged_percent": "62.3",
    "closing_the_gaps": "78",
}


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)


RATED = 2027
"""The latest year of ratings of which rules are known."""


@pytest.fixture
def graduates(desk: Desk, district: SmallDistrict) -> str:
    """Twelve graduates at the north campus, of whom nothing is known; gives their address."""
    for number in range(12):
        student = add_student(
            desk.session,
            desk.keys,
            district.north,
            first_name=f"G{number}",
            class_of=RATED - 1,
            birth_date=None,
        )
        student.status = "graduated"
    desk.session.commit()
    judge(desk, district)
    return f"/ratings/{RATED}/campus/{district.north.id}"


def words(part: object) -> str:
    return " ".join(part.get_text(" ").split())  # type: ignore[attr-defined]


def campus_url(district: SmallDistrict) -> str:
    return f"{URL}/campus/{district.north.id}"


def students_behind(client: PageClient, href: str) -> int:
    sentence = client.get(href).select_one(".chip-bar__sentence")
    assert sentence is not None
    return int(re.search(r"(\d+) students?$", words(sentence)).group(1))  # type: ignore[union-attr]


def counting_links(page: BeautifulSoup) -> list[tuple[str, int]]:
    """Each link to a roster that begins with a number of students, with that number."""
    found = []
    for link in page.select('main a[href^="/rosters/"]'):
        number = re.match(r"\d+", words(link))
        if number and " to " not in words(link):
            found.append((str(link["href"]), int(number.group())))
    return found


def test_a_class_still_in_school_is_told_as_a_projection(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = director.get(URL)
    assert "still in school: projected" in words(page.select_one(".page-head"))
    assert "3 of 6" in words(page.select_one("#component").parent)


@pytest.mark.parametrize("where", ["district", "campus"])
def test_every_figure_opens_exactly_the_students_it_counts(
    director: PageClient, district: SmallDistrict, ids: dict[str, UUID], where: str
) -> None:
    url = URL if where == "district" else campus_url(district)
    links = counting_links(director.get(url))
    assert len(links) > 15
    for href, number in links:
        assert students_behind(director, href) == number, href


def test_who_is_in_no_group_because_nobody_said_can_be_opened(
    director: PageClient, graduates: str
) -> None:
    page = director.get(graduates)
    found = counting_links(page)
    more = [(href, number) for href, number in found if "not-said" in href]
    assert {number for _, number in more} == {12}
    assert {href.partition("group=")[2] for href, _ in more} >= {"eco-not-said", "race-not-said"}
    for href, number in found:
        assert students_behind(director, href) == number, href


def test_indicators_have_the_states_one_decimal(director: PageClient, ids: dict[str, UUID]) -> None:
    rows = {words(row.th): words(row) for row in director.get(URL).select("#indicators ~ div tr")}
    dual_credit = next(text for title, text in rows.items() if "ual" in title and "redit" in title)
    assert "1 " in dual_credit
    assert "of 6" in dual_credit
    assert "16.7" in dual_credit


def test_somebody_of_one_campus_begins_there_and_finds_no_other(
    client_for: Callable[..., PageClient], district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    principal = client_for(Role.CAMPUS_PRINCIPAL)
    there = principal.client.get("/ratings").headers["Location"]
    assert there.endswith(f"/campus/{district.north.id}")
    assert principal.client.get(f"{URL}/campus/{district.south.id}").status_code == 404
    assert "South High School" not in principal.get(URL).get_text()


def test_an_auditor_reads_the_figures_and_gets_no_way_to_a_student(
    client_for: Callable[..., PageClient], district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    page = client_for(Role.AUDITOR).get(campus_url(district))
    assert "2 of 3" in words(page.select_one("#component").parent)
    assert page.select('main a[href^="/rosters"], main a[href^="/students"]') == []
    assert page.select("main form") == []


def test_a_year_without_rules_is_not_found(director: PageClient) -> None:
    for year in (2021, 2101, 99999):
        assert director.client.get(f"/ratings/{year}").status_code == 404


def test_a_class_of_the_tiered_system_has_levels_and_no_letter(
    director: PageClient, district: SmallDistrict, desk: Desk, ids: dict[str, UUID]
) -> None:

    add_student(desk.session, desk.keys, district.north, class_of=2030, grade=9)
    desk.session.commit()
    judge(desk, district)
    page = director.get(f"/ratings/2031/campus/{district.north.id}")
    assert "never mixed with met and not met" in words(page.main)
    assert "no letter to say" in words(page.main)
    assert page.select_one("#component ~ .figure-row .standing")


def test_a_class_of_whom_nobody_graduated_says_what_is_missing(
    director: PageClient, district: SmallDistrict, desk: Desk
) -> None:

    add_student(desk.session, desk.keys, district.north, class_of=2026, grade=12)
    desk.session.commit()
    page = words(director.get(f"/ratings/2027/campus/{district.north.id}").main)
    assert "No graduates of the class of 2026 on file" in page
    assert "1 students of the class are on file, none of them as graduated" in page


# Scores from elsewhere


def test_scores_entered_make_the_letters_and_say_who_entered_them(
    director: PageClient, desk: Desk, graduates: str
) -> None:
    before = words(director.get(graduates).select_one("#letters").parent)
    assert "Student Achievement Lacks STAAR component, Graduation component" in before
    answer = director.post(f"{graduates}/scores", SCORES)
    assert answer.headers["Location"].endswith("#scores")
    page = director.get(graduates)
    after = words(page.select_one("#letters").parent)
    assert "STAAR component: a raw score of 60 becomes a scaled score of 90, letter A" in after
    assert "Graduation component: a raw score of 94" in after
    assert "Lacks" not in after
    assert "Entered by District Director" in words(page.select_one("#scores").parent)
    assert "rating:scores_entered" in set(desk.session.scalars(select(AuditEvent.action)))


@pytest.mark.parametrize(
    ("this_year", "before", "told"), [(9, 1, True), (9, 0, False), (10, 1, False)]
)
def test_fewer_than_ten_graduates_are_put_together_with_the_years_before(
    director: PageClient,
    desk: Desk,
    district: SmallDistrict,
    this_year: int,
    before: int,
    told: bool,
) -> None:
    classes = [RATED - 1] * this_year + [RATED - 2] * before
    for number, class_of in enumerate(classes):
        student = add_student(
            desk.session,
            desk.keys,
            district.north,
            first_name=f"G{number}",
            class_of=class_of,
            birth_date=None,
        )
        student.status = "graduated"
    desk.session.commit()
    judge(desk, district)
    page = words(director.get(f"/ratings/{RATED}/campus/{district.north.id}").main)
    assert ("0 to 9 of 10 are credited" in page) is told
    assert ("Closing the Gaps puts the same years together" in page) is told
    assert ("Too few graduates to be rated" in page) is (this_year + before < 10)


def test_nobody_known_to_be_met_makes_a_wide_range_from_low_to_high(
    director: PageClient, graduates: str
) -> None:
    page = director.get(graduates)
    assert "0 to 12 of 12" in words(page.select_one(".figure-row"))
    assert "0% to 100%" in words(page.select_one(".figure-row"))
    assert "Not loaded for this class here: SAT" in words(page.main)


def test_the_next_letter_says_how_many_more_it_takes(director: PageClient, graduates: str) -> None:
    line = words(director.get(graduates).select_one("#letters ~ div tbody tr"))
    assert "CCMR component" in line
    assert "30 F" in line
    assert re.search(r"7 more credited: 6\d D", line), line


def test_the_letter_of_the_district_weighs_its_campuses_once_nothing_lacks(
    director: PageClient, district: SmallDistrict, graduates: str
) -> None:
    url = f"/ratings/{RATED}"
    before = words(director.get(url).main)
    assert "Not known yet: 2 of 2 campuses lack what the average takes" in before
    assert "Lacks its enrollment, Student Achievement" in before
    domains = {"student_achievement": "80", "school_progress": "70", "closing_the_gaps": "60"}
    north = {"campus_type": "standard", "enrolled": "1500", **domains}
    south = north | {"enrolled": "500", "student_achievement": "90", "school_progress": "94"}
    director.post(f"{graduates}/scores", north)
    director.post(f"{url}/campus/{district.south.id}/scores", south)
    page = director.get(url)
    assert "Not known yet" not in words(page.main)
    table = words(page.select_one("#district-letter ~ div table"))
    assert "83 B" in table
    assert "76 C" in table
    director.post(f"{url}/campus/{district.south.id}/scores", {**south, "left_out": "y"})
    page = director.get(url)
    assert "80 B" in words(page.select_one("#district-letter ~ div table"))
    assert "Left out: Not Rated or paired" in words(page.main)


def test_an_enrollment_that_cannot_be_is_refused_beside_its_field(
    director: PageClient, graduates: str
) -> None:
    refused = {"campus_type": "standard", "enrolled": "20001"}
    answer = director.post(f"{graduates}/scores", refused, status=200)
    assert "Enter a number from 0 to 20000." in answer.text


def test_what_was_entered_is_taken_back_to_what_stood_before(
    director: PageClient, district: SmallDistrict, desk: Desk, ids: dict[str, UUID]
) -> None:
    url = f"{campus_url(district)}/scores"
    director.post(url, SCORES)
    director.post(url, SCORES | {"staar_raw": "40", "campus_type": "aea"})
    assert "Alternative campus" in words(director.get(campus_url(district)).main)
    director.post(f"{url}/take-back")
    field = director.get(campus_url(district)).select_one("#staar_raw")
    assert field["value"] == "60"
    director.post(f"{url}/take-back")
    assert "Nothing was entered" in words(director.get(campus_url(district)).main)
    assert desk.session.scalars(select(CampusScores)).all() == []


def test_the_type_of_a_campus_holds_until_another_year_says_otherwise(
    director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    director.post(f"/ratings/2027/campus/{district.north.id}/scores", {"campus_type": "aea"})
    assert "Alternative campus" in words(director.get(campus_url(district)).main)
    assert "Standard campus" in words(
        director.get(f"/ratings/2026/campus/{district.north.id}").main
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("staar_raw", "101", "Enter a number from 0 to 100."),
        ("staar_raw", "-1", "Enter a number from 0 to 100."),
        ("staar_raw", "60.5", "Enter a whole number"),
        ("part_a", "seventy", "Not a valid decimal value."),
        ("staar", "88", "Enter the raw score or the scaled one, not both."),
        ("graduation", "88", "Enter the raw score or the scaled one, not both."),
    ],
)
def test_a_score_that_cannot_be_is_refused_beside_its_field(
    director: PageClient,
    district: SmallDistrict,
    desk: Desk,
    ids: dict[str, UUID],
    field: str,
    value: str,
    sentence: str,
) -> None:
    page = director.post_page(f"{campus_url(district)}/scores", SCORES | {field: value})
    assert sentence in words(page.select_one(f"#{field}-mistake"))
    assert desk.session.scalars(select(CampusScores)).all() == []


def test_only_who_may_set_ratings_enters_scores(
    client_for: Callable[..., PageClient], district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    principal = client_for(Role.CAMPUS_PRINCIPAL)
    principal.post(f"{campus_url(district)}/scores", SCORES, status=403)
    assert principal.get(campus_url(district)).select("main form") == []


def test_the_page_asks_as_many_questions_for_many_students_as_for_few(
    director: PageClient,
    district: SmallDistrict,
    desk: Desk,
    ids: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    crowd(desk, district, 10)
    judge(desk, district)
    counts = []
    for _ in range(2):
        with count_queries() as counted:
            director.get(campus_url(district))
        counts.append(counted.count)
        crowd(desk, district, 40)
        judge(desk, district)
    assert counts[0] == counts[1]
    assert counts[0] < 30


# Other rules


def previewed(client: PageClient, run_tasks: Callable[[], None], campus: UUID | None = None) -> str:
    asked = {"class_of": str(CLASS), "rules_of": "2024", "campus": str(campus or "")}
    address = str(client.post("/ratings/preview", asked).headers["Location"])
    run_tasks()
    return address


def test_a_preview_says_who_gains_who_loses_and_why(
    director: PageClient,
    desk: Desk,
    district: SmallDistrict,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
) -> None:
    page = director.get(previewed(director, run_tasks))
    assert "Class of 2027 by the rules of 2024" in words(page.h1)
    assert "6 of 6 Nothing changes" in words(page.select_one(".figure-row"))


def test_a_preview_under_way_asks_for_itself_and_ends_with_the_page(
    director: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    asked = {"class_of": str(CLASS), "rules_of": "2026", "campus": ""}
    address = str(director.post("/ratings/preview", asked).headers["Location"])
    assert director.get(address).select_one("[hx-trigger]") is not None
    assert director.fragment(address).select_one("[hx-trigger]") is not None
    run_tasks()
    assert director.get(address).select_one(".progress-block") is None
    ended = director.client.get(address, headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"rules_of": str(CLASS)}, "Choose the rules of another class."),
        ({"rules_of": "1999"}, "Not a valid choice."),
        ({"campus": "x"}, "Not a valid choice."),
    ],
)
def test_a_preview_that_makes_no_sense_is_refused(
    director: PageClient, ids: dict[str, UUID], given: dict[str, str], sentence: str
) -> None:
    asked = {"class_of": str(CLASS), "rules_of": "2024", "campus": ""} | given
    assert sentence in words(director.post_page("/ratings/preview", asked).main)


def test_a_preview_of_the_district_is_not_found_by_a_campus(
    director: PageClient,
    client_for: Callable[..., PageClient],
    district: SmallDistrict,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    assert counselor.client.get(previewed(director, run_tasks)).status_code == 404
    mine = previewed(counselor, run_tasks, district.north.id)
    assert "of 3" in words(counselor.get(mine).select_one(".figure-row"))
    options = [
        str(one["value"]) for one in counselor.get("/ratings/preview").select("#campus option")
    ]
    assert options == [str(district.north.id)]
