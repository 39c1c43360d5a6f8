"""The records officer's day: requests, a deletion, an incident, each to its end and accessible."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.clock import TEXAS, now
from careercraft.db import district_session
from careercraft.demo import load as demo
from careercraft.models import Campus
from careercraft.privacy.keys import MasterKey
from careercraft.services.districts import open_keys
from tests.browser.driver import follow, violations
from tests.seed import add_student

pytestmark = pytest.mark.browser

OFFICER = "paul.trevino@cottonwoodbend.example"
DIRECTOR = "yvonne.mercer@cottonwoodbend.example"
COUNSELOR = "teresa.alvarado@cottonwoodbend.example"
COUNSELOR_NAME = "Teresa Alvarado"
PATIENCE = 60_000


def test_a_family_asks_to_see_the_record_and_receives_the_packet(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(OFFICER)
    page.get_by_role("searchbox").first.fill("Stone Caleb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Caleb")
    follow(page.get_by_role("link", name="Enter a request"))
    assert violations(page) == []
    page.get_by_label("What is asked for").select_option("access")
    page.get_by_label("Day it arrived").fill("2026-11-02")
    page.get_by_label("What they ask, in their own words").fill("Please show me everything.")
    page.get_by_label("Who asks").fill("Donna Stone")
    page.get_by_label("How to reach them").fill("1408 Mesquite Lane")
    press(page, "Enter the request")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case")
    case = page.url

    page.get_by_text("Identity verified", exact=True).first.click()
    page.get_by_label("Kind of paper seen").fill("driver license")
    press(page, "Identity verified")
    press(page, "The person holds the rights")
    press(page, "Begin the review")
    assert violations(page) == []
    press(page, "Prepare the packet")
    download = page.get_by_role("link", name="Download the packet")
    expect(download).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as downloaded:
        download.click()
    assert "Caleb" not in downloaded.value.suggested_filename

    page.goto(case)
    press(page, "The packet is ready to be seen")
    send_letters(page)
    page.get_by_text("Close: seen or handed over", exact=True).first.click()
    page.locator("#hand_over-how").fill("seen at the office")
    page.locator("#hand_over-note").fill("with the mother")
    press(page, "Close: seen or handed over")
    expect(page.get_by_role("heading", name="Closed: done")).to_be_visible()
    assert violations(page) == []


@pytest.fixture
def signe(factory: sessionmaker[Session], master: MasterKey, cast: demo.Loaded) -> str:
    """A student of whom nobody else's test knows, so that the record may go."""
    with district_session(factory, cast.district_id) as session:
        keys = open_keys(session, master, cast.district_id)
        campus = session.scalars(select(Campus).order_by(Campus.number)).first()
        assert campus is not None
        born = date(2011, 3, 9)
        add_student(
            session, keys, campus, first_name="Signe", last_name="Halvorsen", birth_date=born
        )
        session.commit()
    return "Halvorsen Signe"


def enter_request(page: Page, student: str, kind: str) -> str:
    """Enter a request about a student; the address of its case."""
    page.get_by_role("searchbox").first.fill(student)
    page.keyboard.press("Enter")
    follow(page.get_by_role("link", name="Enter a request"))
    page.get_by_label("What is asked for").select_option(kind)
    page.get_by_label("Day it arrived").fill("2026-11-02")
    page.get_by_label("What they ask, in their own words").fill("She never went to your school.")
    page.get_by_label("Who asks").fill("Ingrid Halvorsen")
    page.get_by_label("How to reach them").fill("1408 Mesquite Lane")
    press(page, "Enter the request")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case")
    return page.url


def take(page: Page, step: str) -> None:
    """Open a step, say something wherever it asks, and take it."""
    page.locator("summary", has_text=re.compile(f"^{re.escape(step)}$")).click()
    form = page.locator("details[open]", has_text=step).locator("form")
    for asked in form.locator("textarea, input[type=text]").all():
        if not asked.input_value():
            asked.fill("As agreed with the family.")
    follow(form.get_by_role("button", name=step))


def press(page: Page, button: str) -> None:
    follow(page.get_by_role("button", name=button))


def send_letters(page: Page) -> None:
    while page.get_by_role("button", name="Sent").count():
        follow(page.get_by_role("button", name="Sent").first)


def test_a_record_is_deidentified_once_nothing_holds_it_and_the_certificate_tells(
    sign_in: Callable[[str], Page], signe: str
) -> None:
    page = sign_in(OFFICER)
    seeing = enter_request(page, signe, "access")
    deletion = enter_request(page, signe, "deletion")
    take(page, "Identity verified")
    press(page, "The person holds the rights")
    press(page, "Begin the review")
    held = page.locator(".step--waits", has_text="Instruct the de-identification")
    expect(held).to_contain_text("Another request about this record is open")

    page.goto(seeing)
    take(page, "Close: withdrawn by the family")
    page.goto(deletion)
    take(page, "Instruct the de-identification")
    send_letters(page)
    follow(page.get_by_role("link", name="See what will be deleted"))
    expect(page.get_by_text("Nothing. Of a record by itself")).to_be_visible()
    assert violations(page) == []
    press(page, "De-identify the record")
    expect(page.get_by_text("Choose on which ground rows may stay.")).to_be_visible()
    page.get_by_label("The law lets de-identified records be kept").check()
    for box in page.get_by_role("checkbox").all():
        box.check()
    number = page.locator(".breadcrumbs a", has_text="Case").inner_text().split()[-1]
    page.get_by_label("Type the number of the case to confirm").fill(number)
    press(page, "De-identify the record")
    download = page.get_by_role("link", name="Download the certificate")
    expect(download).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("No row stays")).to_be_visible()
    assert violations(page) == []
    with page.expect_download() as downloaded:
        download.click()
    assert downloaded.value.suggested_filename == "certificate-of-destruction.pdf"

    page.get_by_role("searchbox").first.fill(signe)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody")).to_be_visible()


def test_an_incident_goes_from_the_report_to_its_closing_by_two_people(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(COUNSELOR)
    page.goto("/rosters/2027")
    follow(page.locator("#students tbody th a").first)
    page.goto("/incidents/new")
    page.get_by_label("In a few words").fill("A printout was left in the copy room")
    noticed = now().astimezone(TEXAS) - timedelta(hours=1)
    page.get_by_label("When it was first noticed").fill(f"{noticed:%Y-%m-%dT%H:%M}")
    page.get_by_label("What was noticed").fill("A page about a student lay there over noon.")
    press(page, "Report it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reported")

    page.context.clear_cookies()
    page = sign_in(OFFICER)
    page.goto("/incidents")
    follow(page.get_by_role("link", name="A printout was left"))
    take(page, "It is an incident")
    expect(page.get_by_role("region", name="Clocks of the incident")).to_contain_text("hours left")
    take(page, "It is contained")
    page.get_by_text("Whom an account saw or took").click()
    page.get_by_label("Account", exact=True).select_option(label=COUNSELOR_NAME)
    press(page, "Look them up in the audit trail")
    expect(page.locator("#messages")).to_contain_text("of the audit trail")
    take(page, "The list of those affected is complete")
    for text in page.locator(".report-form textarea").all():
        text.fill("In short words.")
    press(page, "Keep the report as it stands")
    assert violations(page) == []
    follow(page.get_by_role("button", name=re.compile("^Prepare")))
    expect(page.get_by_role("link", name="Download the letters")).to_be_visible(timeout=PATIENCE)
    press(page, "Note them as sent")
    tell_everybody(page)
    take(page, "It is over")
    tell_everybody(page)
    waits = page.locator(".step--waits", has_text="Close the incident")
    expect(waits).to_contain_text("Whoever wrote the report last cannot close")
    here = page.url

    page.context.clear_cookies()
    page = sign_in(DIRECTOR)
    page.goto(here)
    take(page, "Close the incident")
    expect(page.locator(".page-head")).to_contain_text("Closed")


def tell_everybody(page: Page) -> None:
    """Note of each duty that can be done now that it was done."""
    others = {"It is over", "Add to the timeline", "Close the incident"}
    others.add("The list of those affected is complete")
    labels = page.locator(".case__now summary")
    while left := [one for one in labels.all_inner_texts() if one not in others]:
        take(page, left[0])
