"""Printing a plan: asked for, followed, fetched, by whoever may see the student."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup

from careercraft.jobs.run import WORK
from careercraft.models import Document
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.page import PageClient, as_text
from tests.seed import SmallDistrict
from tests.services.classroom import seniors


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def asked(client: PageClient, student_id: UUID, language: str = "en") -> str:
    """Ask without script; gives the address of the plan."""
    answer = client.post(f"/students/{student_id}/plans", {"language": language})
    return str(answer.headers["Location"])


def asked_with_script(client: PageClient, student_id: UUID) -> BeautifulSoup:
    body = {"csrf_token": client._token(), "language": "en"}
    answer = client.client.post(
        f"/students/{student_id}/plans", data=body, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    return BeautifulSoup(answer.text, "html5lib")


@pytest.mark.parametrize(("language", "told"), [("en", "English"), ("es", "Spanish")])
def test_a_plan_is_asked_for_followed_and_fetched_without_script(
    counselor: PageClient,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
    language: str,
    told: str,
) -> None:
    url = asked(counselor, ids["Rosa"], language)
    waiting = counselor.get(url)
    assert "Waiting for its turn" in waiting.get_text()
    assert waiting.select_one("a.progress-block__refresh")["href"] == url
    run_tasks()
    ready = counselor.get(url)
    assert f"In {told}. PDF, 1 page" in ready.get_text()
    link = str(ready.select_one(".progress-block a")["href"])
    file = counselor.client.get(link)
    assert file.mimetype == "application/pdf"
    assert file.data.startswith(b"%PDF")
    assert file.headers["Content-Disposition"] == 'attachment; filename="student-plan.pdf"'
    assert "rosa" not in str(file.headers).lower()
    assert "ibarra" not in str(file.headers).lower()


def test_script_follows_the_plan_in_place_until_the_server_ends_the_asking(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    first = asked_with_script(counselor, ids["Rosa"])
    assert first.select_one("[data-announce]")["data-announce"] == "The plan is being prepared."
    block = first.select_one(".progress-block")
    assert "every 1s" in block["hx-trigger"]
    again = counselor.fragment(str(block["hx-get"]))
    assert again.select_one(".progress-block")["hx-get"] == block["hx-get"]
    run_tasks()
    done = counselor.fragment(str(block["hx-get"]))
    assert done.select("[hx-trigger]") == []
    assert "Download the plan" in done.get_text()


def test_the_fragment_is_the_same_as_on_the_page(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    url = asked(counselor, ids["Rosa"])
    run_tasks()
    part = counselor.fragment(url).select_one(".progress-block")
    assert as_text(part) == as_text(counselor.get(url).select_one(".progress-block"))


def test_a_plan_that_was_not_prepared_can_be_asked_for_again(
    counselor: PageClient,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_given: Any) -> None:
        raise RuntimeError("no fonts today")

    url = asked(counselor, ids["Rosa"], "es")
    monkeypatch.setitem(WORK, "print_plan", fails)
    run_tasks()
    page = counselor.get(url)
    assert "The plan was not prepared" in page.get_text()
    assert page.select_one("input[name=language]")["value"] == "es"
    form = page.select_one(".progress-block form")
    counselor.post(str(form["action"]), {"language": "es"})


def test_a_plan_that_was_cancelled_before_it_began_can_be_asked_for_again(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    url = asked(counselor, ids["Rosa"])
    cancel = counselor.get(url).select_one(".progress-block form")
    counselor.post(str(cancel["action"]), status=302)
    run_tasks()
    assert "The plan was not prepared" in counselor.get(url).get_text()


def test_a_language_that_is_not_there_is_not_found(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    counselor.post(f"/students/{ids['Rosa']}/plans", {"language": "fr"}, status=404)


def test_a_plan_about_another_campus_is_not_found(
    client_for: Callable[..., PageClient], counselor: PageClient, ids: dict[str, UUID]
) -> None:
    url = asked(client_for(Role.DISTRICT_DIRECTOR), ids["Cam"])
    assert counselor.client.get(url).status_code == 404
    assert counselor.client.get(f"{url}/file").status_code == 404
    counselor.post(f"/students/{ids['Cam']}/plans", {"language": "en"}, status=404)


def test_a_plan_of_another_district_is_not_found(
    client_for: Callable[..., PageClient],
    counselor: PageClient,
    other_district: SmallDistrict,
    ids: dict[str, UUID],
) -> None:
    url = asked(counselor, ids["Rosa"])
    stranger = client_for(Role.DISTRICT_DIRECTOR, other_district)
    assert stranger.client.get(url).status_code == 404
    assert stranger.client.get(f"{url}/file").status_code == 404


def test_a_file_that_is_not_ready_is_not_found(
    counselor: PageClient, desk: Desk, ids: dict[str, UUID]
) -> None:
    waiting = Document(
        id=uuid4(),
        district_id=desk.actor.district_id,
        student_id=ids["Rosa"],
        kind="student_plan",
        language="en",
        state="waiting",
        asked_by=desk.actor.user_id,
    )
    desk.session.add(waiting)
    desk.session.commit()
    assert counselor.client.get(f"/documents/{waiting.id}/file").status_code == 404
