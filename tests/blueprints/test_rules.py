"""The rules pages: every class, every indicator, every value with its source."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from careercraft.calc import GraduatingClass
from careercraft.calc.params import rulebook
from careercraft.calc.rule_list import differences, stale
from careercraft.clock import senior_class, today
from careercraft.privacy.permissions import Role
from careercraft.services.rules import anchor
from tests.page import PageClient

INDICATORS = (
    "tsi",
    "ap_ib",
    "dual_credit",
    "onramps",
    "associate_degree",
    "level_certificate",
    "ibc",
    "iep_workforce",
    "advanced_plan_special_education",
    "military",
)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def section_text(page: BeautifulSoup, id_: str) -> str:
    head = page.find("h2", id=id_)
    assert head is not None, id_
    section = head.find_parent("section")
    assert section is not None
    return " ".join(section.get_text(" ").split())


@pytest.mark.parametrize("class_of", range(2021, 2031))
def test_the_page_of_a_class_has_an_anchor_for_every_indicator(
    counselor: PageClient, class_of: int
) -> None:
    page = counselor.get(f"/rules/{class_of}")
    for indicator in INDICATORS:
        assert section_text(page, indicator)


@pytest.mark.parametrize(
    ("class_of", "indicator", "words"),
    [
        (2027, "tsi", "EBRW 480; math 530."),
        (2027, "tsi", "ELAR: CRC 945, or below it diagnostic level 5; and an essay of 5."),
        (2027, "ap_ib", "3 or higher."),
        (2027, "dates", "June 30, 2027"),
        (2027, "dates", "September 1, 2023"),
        (2024, "tsi", "In any grade; no list of courses."),
        (2025, "tsi", "In grade 11 or 12; no list of courses."),
        (2026, "tsi", "In grade 12; no list of courses."),
        (2027, "tsi", "In grade 12; the course must be on the state's approved list."),
        (2022, "military", "Enlistment does not count."),
        (2023, "military", "A signed DD Form 4."),
        (2024, "ibc", "One course of level 2 or higher."),
        (2025, "ibc", "Concentrator."),
        (2026, "ibc", "3 passed courses, at least 4 credits, one of them of level 3 or higher."),
        (2029, "dual_credit", "9 hours in all subjects together."),
        (2030, "dual_credit", "3 hours."),
        (2030, "levels", "TSI in both subjects by tests: Demonstrated"),
    ],
)
def test_the_value_in_force_is_told_in_words(
    counselor: PageClient, class_of: int, indicator: str, words: str
) -> None:
    assert words in section_text(counselor.get(f"/rules/{class_of}"), indicator)


@pytest.mark.parametrize(("class_of", "there"), [(2029, False), (2030, True)])
def test_levels_stand_only_where_a_class_is_judged_by_them(
    counselor: PageClient, class_of: int, there: bool
) -> None:
    page = counselor.get(f"/rules/{class_of}")
    assert (page.find("h2", id="levels") is not None) == there


def test_the_page_of_a_class_does_not_show_what_no_longer_holds(counselor: PageClient) -> None:
    text = section_text(counselor.get("/rules/2027"), "military")
    assert "Enlistment does not count." not in text
    assert "Defense Manpower Data Center" in text


def test_the_overview_shows_every_value_with_the_class_from_which_it_holds(
    counselor: PageClient,
) -> None:
    text = section_text(counselor.get("/rules"), "military")
    for words in ("Enlistment does not count.", "A signed DD Form 4.", "From the class of 2025"):
        assert words in text


def test_every_value_in_force_says_where_it_was_read(counselor: PageClient) -> None:
    values = counselor.get("/rules/2027").select(".rule__values > li")
    assert len(values) >= 30
    for value in values:
        cited = value.select_one(".standing__why li") is not None
        assert cited or "No longer in force." in value.get_text(), value.get_text()


def test_what_is_assumed_or_secondary_wears_its_badge(counselor: PageClient) -> None:
    page = counselor.get("/rules/2027")
    assert page.select(".standing--assumed")
    assert page.select(".standing--secondary")
    superscoring = section_text(page, "tsi")
    assert "Assumption" in superscoring


def test_what_is_not_modelled_is_said(counselor: PageClient) -> None:
    assert "Not modelled: Articulated (ATC) hours" in section_text(
        counselor.get("/rules/2027"), "dual_credit"
    )


def test_a_citation_leads_to_its_document_and_takes_no_referrer_along(
    counselor: PageClient,
) -> None:
    links = counselor.get("/rules/2027").select(".standing__why a")
    assert len(links) >= 20
    for link in links:
        assert str(link["href"]).startswith("https://")
        assert link["rel"] == ["noreferrer"]


@pytest.mark.parametrize(
    ("class_of", "status"),
    [
        (2020, 404),
        (2021, 200),
        (senior_class(today()) + 13, 200),
        (senior_class(today()) + 14, 404),
        (999999, 404),
    ],
)
def test_a_class_without_rules_is_not_found(
    counselor: PageClient, class_of: int, status: int
) -> None:
    page = counselor.get(f"/rules/{class_of}", status=status)
    assert page.h1 is not None


def test_the_class_can_be_switched_from_the_top_bar(counselor: PageClient) -> None:
    menu = counselor.get("/rules/2027").select('nav[aria-label="Graduating class"] a')
    names = [link.get_text(strip=True) for link in menu]
    assert names[0] == "All classes"
    assert len(names) >= 11
    assert [str(a["href"]) for a in menu if a.get("aria-current")] == ["/rules/2027"]


# Beside the students' rules


def test_every_parameter_of_the_law_stands_on_a_page_with_an_address_of_its_own(
    counselor: PageClient,
) -> None:
    areas = [str(a["href"]) for a in counselor.get("/rules").select('a[href^="/rules/areas/"]')]
    assert "/rules/areas/ratings" in areas
    anchors = {
        str(rule["id"])
        for address in ("/rules", *areas)
        for rule in counselor.get(address).select(".rule")
    }
    assert anchors == {anchor(name) for name in rulebook().histories}
    assert len(anchors) > 60


def test_the_cut_points_of_a_rating_are_told_with_their_years_and_standing(
    counselor: PageClient,
) -> None:
    page = counselor.get("/rules/areas/ratings")
    rule = page.select_one("#rule-ratings-standard-ccmr_cut_points")
    assert rule is not None
    text = " ".join(rule.get_text(" ").split())
    assert "By accountability year" in text
    assert "Ratings of 2023 on A: 88; B: 78; C: 64; D: 51 Secondary source" in text


def test_what_differs_between_two_classes_stands_side_by_side(counselor: PageClient) -> None:
    page = counselor.get("/rules/differences/2025/2026")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]
    assert any("2025: Concentrator." in row and "2026: Completer." in row for row in rows)
    assert len(rows) == len(differences(rulebook(), GraduatingClass(2025), GraduatingClass(2026)))


def test_two_classes_under_the_same_rules_say_so(counselor: PageClient) -> None:
    assert "No rule differs" in counselor.get("/rules/differences/2031/2032").get_text()


@pytest.mark.parametrize("address", ["/rules/differences/2020/2026", "/rules/areas/horoscopes"])
def test_what_is_not_among_the_rules_is_not_found(counselor: PageClient, address: str) -> None:
    counselor.get(address, status=404)


def test_the_form_of_the_comparison_leads_to_its_address(counselor: PageClient) -> None:
    answer = counselor.client.get("/rules/differences?before=2024&after=2026")
    assert answer.headers["Location"] == "/rules/differences/2024/2026"


def test_rules_to_check_again_lead_to_where_they_stand(counselor: PageClient) -> None:
    links = [str(a["href"]) for a in counselor.get("/rules/stale").select("tbody a")]
    assert len(links) == len(stale(rulebook(), today()))
    assert all("#rule-" in link for link in links)


def test_what_the_field_pays_for_and_we_do_not_compute_is_said(counselor: PageClient) -> None:
    text = section_text(counselor.get("/rules"), "out-of-scope")
    for statute in ("TEC 48.155", "48.156", "TEC 48.118"):
        assert statute in text
