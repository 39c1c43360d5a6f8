"""The pages of the bonus: what their figures promise is what they open, for whom they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from careercraft.models import AuditEvent, Outcome
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.bonus.graduating import graduate, group

CLASS = 2027
URL = f"/bonus/{CLASS}"


@pytest.fixture
def seniors(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    """Eighteen seniors at the north campus, six of them met, and some who are one step away."""
    group(desk, district.north, 18, met=6, class_of=CLASS)
    ids = {
        "Nell": graduate(
            desk,
            district.north,
            "Nell",
            last_name="Zoe",
            state="unknown",
            waits_for="enrollment",
            class_of=CLASS,
            status="enrolled",
        ),
        "Sid": graduate(
            desk,
            district.south,
            "Sid",
            last_name="Zane",
            waits_for="credential",
            special=True,
            class_of=CLASS,
            status="enrolled",
        ),
    }
    desk.session.commit()
    return ids


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())


def figures(page: BeautifulSoup) -> list[str]:
    return [one.get_text(strip=True) for one in page.select(".figure__number")]


def counted_links(page: BeautifulSoup) -> list[tuple[str, int]]:
    """Every figure that counts students, with its address."""
    found = []
    for link in page.select('main a[href*="/students?"]'):
        said = re.search(r"(\d[\d,]*)", link.get_text().replace("Earned so far: ", ""))
        if said:
            found.append((str(link["href"]), int(said.group(1).replace(",", ""))))
    return found


# Where it begins


def test_the_room_stands_in_the_rail_of_those_who_may_see_it(
    director: PageClient, counselor: PageClient, client_for: Callable[..., PageClient]
) -> None:
    rooms = [a.get_text(strip=True) for a in director.get("/").select(".rail__list a")]
    assert "Bonus" in rooms
    assert "Bonus" in counselor.get("/").get_text()
    officer = client_for(Role.RECORDS_OFFICER).get("/")
    assert "Bonus" not in [a.get_text(strip=True) for a in officer.select(".rail__list a")]


def test_a_director_begins_with_the_money_and_a_counselor_with_the_students(
    director: PageClient, counselor: PageClient
) -> None:
    assert re.fullmatch(r"/bonus/\d{4}", director.client.get("/bonus").headers["Location"])
    assert "/students?step=any" in counselor.client.get("/bonus").headers["Location"]


# Money


def test_the_page_tells_earned_projected_and_on_the_table(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    page = director.get(URL)
    assert figures(page) == ["$15,000", "$15,000", "$14,000"]
    told = text_of(page)
    assert "6 of 20 met" in told
    assert "paid in 2028-29" in told
    assert "at least 55%" in told


def test_every_count_opens_exactly_its_students(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    links = counted_links(director.get(URL))
    assert len(links) >= 10
    for href, promised in links:
        listed = director.get(href)
        sentence = listed.select_one(".chip-bar__sentence").get_text()
        assert int(re.search(r"(\d+) students?$", sentence).group(1)) == promised, href


def test_each_figure_tells_its_standing_and_leads_to_the_rules(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    page = director.get(URL)
    badges = {one.summary.get_text(strip=True) for one in page.select("main details.standing")}
    assert {"Source", "Secondary source", "Assumption"} <= badges
    assert page.select_one(f'main a[href="/rules/{CLASS}"]')


def test_a_class_without_students_says_which_file_brings_them(director: PageClient) -> None:
    assert "No students of this class yet" in text_of(director.get(URL))


def test_a_class_that_earns_no_bonus_is_not_found(director: PageClient) -> None:
    director.get("/bonus/2017", status=404)


def test_the_districts_money_is_not_for_a_counselor(
    counselor: PageClient, seniors: dict[str, UUID]
) -> None:
    counselor.get(URL, status=403)
    assert "$" not in text_of(counselor.get(f"{URL}/students?step=any"))


def test_the_page_costs_few_queries_whatever_the_class(
    director: PageClient,
    seniors: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    with count_queries() as counted:
        director.get(URL)
    assert counted.count <= 18


# Students


def listed(page: BeautifulSoup) -> list[str]:
    return [row.a.get_text() for row in page.select("#students tbody th")]


def test_a_counselor_sees_the_own_campus_only(
    counselor: PageClient, director: PageClient, seniors: dict[str, UUID]
) -> None:
    assert listed(director.get(f"{URL}/students?step=any")) == ["Zane, Sid", "Zoe, Nell"]
    assert listed(counselor.get(f"{URL}/students?step=any")) == ["Zoe, Nell"]


def test_a_filter_is_swapped_in_place_with_its_address(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    href = f"{URL}/students?step=enrollment"
    answer = director.client.get(
        href, headers={"HX-Request": "true", "HX-Target": "bonus-students"}
    )
    assert "<html" not in answer.text
    assert answer.headers["HX-Push-Url"] == href
    assert "1 student" in answer.text


def test_what_an_address_asks_that_is_not_there_is_told(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    page = director.get(f"{URL}/students?step=jump&campus=7")
    assert "shown without it" in text_of(page)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_can_be_taken_away(
    director: PageClient, seniors: dict[str, UUID], kind: str
) -> None:
    page = director.get(f"{URL}/students?step=any")
    href = page.select_one(f'.page-head__actions a[href*="format={kind}"]')["href"]
    answer = director.client.get(href)
    assert answer.status_code == 200
    assert f"bonus-class-of-{CLASS}" in answer.headers["Content-Disposition"]
    assert "Zane" not in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"PK" if kind == "xlsx" else b"\xef\xbb\xbf")


# What if


def supposed(**values: str) -> dict[str, str]:
    return {"step": "any", "campus": "", "rate": "", **values}


def test_without_script_the_whole_page_answers(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    body = supposed(economically_disadvantaged="2")
    page = director.post_page(f"{URL}/what-if", body)
    assert figures(page) == ["$15,000", "$25,000", "+$10,000"]
    assert page.select_one("#economically_disadvantaged")["value"] == "2"


def test_with_script_only_the_figures_are_swapped_in(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    body = {"csrf_token": director._token(), **supposed(marked=str(seniors["Sid"]))}
    answer = director.client.post(f"{URL}/what-if", data=body, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "+$9,000" in BeautifulSoup(answer.text, "html5lib").get_text()
    assert "Zane" not in answer.text


def test_marked_students_stay_marked_when_others_are_shown(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    body = supposed(step="enrollment", marked=str(seniors["Sid"]))
    page = director.post_page(f"{URL}/what-if", body)
    marks = {
        str(box["value"]): box.has_attr("checked") for box in page.select('input[name="marked"]')
    }
    assert marks == {str(seniors["Sid"]): True, str(seniors["Nell"]): False}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate", "101"),
        ("rate", "half"),
        ("economically_disadvantaged", "15"),
        ("special_education", "1"),
    ],
)
def test_what_cannot_be_supposed_is_told_beside_its_field(
    director: PageClient, seniors: dict[str, UUID], field: str, value: str
) -> None:
    page = director.post_page(f"{URL}/what-if", supposed(**{field: value}))
    assert page.select_one(f"#{field}")["aria-invalid"] == "true"
    assert page.select_one(f"#{field}-mistake")


def kept(director: PageClient, name: str, **values: str) -> str:
    answer = director.post(f"{URL}/scenarios", supposed(name=name, **values))
    return str(answer.headers["Location"])


def test_a_scenario_is_kept_opened_renamed_deleted_and_restored(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    address = kept(director, "Two more", economically_disadvantaged="2")
    page = director.get(address)
    assert page.h1.get_text().startswith("Two more")
    assert figures(page)[1] == "$25,000"
    director.post(f"{address}/name", supposed(name="Two more in spring"))
    assert "Two more in spring" in text_of(director.get(f"{URL}/scenarios"))
    director.post(f"{address}/delete")
    director.get(address, status=404)
    listing = director.get(f"{URL}/scenarios")
    assert "1 deleted" in text_of(listing)
    restore = listing.select_one('form[action$="/restore"]')["action"]
    director.post(str(restore))
    assert figures(director.get(address))[1] == "$25,000"


def test_a_name_that_is_taken_is_told(director: PageClient, seniors: dict[str, UUID]) -> None:
    kept(director, "Spring")
    page = director.post_page(f"{URL}/scenarios", supposed(name="Spring"), status=422)
    assert "already" in page.select_one("#name-mistake").get_text()


def test_two_scenarios_stand_side_by_side(director: PageClient, seniors: dict[str, UUID]) -> None:
    first = kept(director, "One", economically_disadvantaged="1").rsplit("/", 1)[-1]
    second = kept(director, "Three", economically_disadvantaged="3").rsplit("/", 1)[-1]
    page = director.get(f"{URL}/scenarios?first={first}&second={second}")
    totals = [cell.get_text(strip=True) for cell in page.select("tfoot td")]
    assert totals == ["$20,000", "$30,000", "+$10,000"]


@pytest.mark.parametrize("asked", ["first=7&second=8", "first=&second=x"])
def test_scenarios_that_are_not_there_are_not_compared(
    director: PageClient, seniors: dict[str, UUID], asked: str
) -> None:
    assert "Choose" in text_of(director.get(f"{URL}/scenarios?{asked}", status=409))


def test_a_scenario_never_touches_a_real_outcome(
    desk: Desk, director: PageClient, seniors: dict[str, UUID]
) -> None:
    def stored() -> list[tuple[object, ...]]:
        desk.session.expire_all()
        columns = list(Outcome.__table__.columns)
        return sorted((tuple(row) for row in desk.session.query(*columns)), key=str)

    before, page_before = stored(), figures(director.get(URL))
    everyone = {"marked": str(seniors["Sid"]), "economically_disadvantaged": "5", "rate": "100"}
    address = kept(director, "All of it", **everyone)
    director.get(address)
    director.post_page(f"{URL}/what-if", supposed(**everyone))
    director.post(f"{address}/delete")
    assert stored() == before
    assert figures(director.get(URL)) == page_before


def test_no_address_of_what_if_holds_a_student(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    page = director.post_page(f"{URL}/what-if", supposed(marked=str(seniors["Sid"])))
    addresses = " ".join(
        str(value)
        for tag in page.find_all(True)
        for key, value in tag.attrs.items()
        if key in ("href", "action", "formaction", "hx-post")
    )
    assert str(seniors["Sid"]) not in addresses


# What is assumed


def test_an_assumption_is_set_with_its_reason_and_moves_the_money(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    director.post(
        "/bonus/settings", {"rounding": "floor", "rate": "100", "reason": "Report of May"}
    )
    page = director.get("/bonus/settings")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]
    assert len(rows) == 2
    assert all("Report of May" in row and "District Director" in row for row in rows)
    assert figures(director.get(URL))[:2] == ["$20,000", "$25,000"]
    assert "Set by the district" in text_of(director.get(URL))


@pytest.mark.parametrize("values", [{"rate": "120", "reason": "x"}, {"rate": "50", "reason": ""}])
def test_an_assumption_that_cannot_be_is_refused(
    director: PageClient, values: dict[str, str]
) -> None:
    page = director.post_page("/bonus/settings", {"rounding": "", **values}, status=422)
    assert page.select_one(".summary")


def test_a_counselor_neither_sees_nor_sets_what_is_assumed(counselor: PageClient) -> None:
    counselor.get("/bonus/settings", status=403)
    counselor.post("/bonus/settings", {"rounding": "floor", "reason": "x"}, status=403)


# On paper


def pdf_text(content: bytes) -> str:
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
    return ""


def test_the_board_summary_is_one_tagged_page_and_in_the_trail(
    desk: Desk, director: PageClient, seniors: dict[str, UUID]
) -> None:
    answer = director.post(f"{URL}/summary", status=200)
    assert answer.mimetype == "application/pdf"
    pdf_text(answer.data)
    last = desk.session.query(AuditEvent).order_by(AuditEvent.number.desc()).first()
    assert last is not None
    assert last.action == "bonus:summary_printed"
    assert last.details["pages"] == 1


def test_a_counselor_prints_no_board_summary(counselor: PageClient) -> None:
    counselor.post(f"{URL}/summary", status=403)


def test_the_switch_leads_to_the_same_page_of_another_class(
    director: PageClient, seniors: dict[str, UUID]
) -> None:
    menu = director.get(f"{URL}/what-if").select_one(".menu--class")
    assert isinstance(menu, Tag)
    assert all(str(a["href"]).endswith("/what-if") for a in menu.select("a"))
