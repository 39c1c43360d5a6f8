"""Ticks of a roster: they outlast its filter, travel in bodies, and reach nobody unseen."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select

from careercraft.models import AuditEvent
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.blueprints.rosters.looking import URL
from tests.page import PageClient
from tests.services.classroom import CLASS


def test_ticks_of_many_pages_come_together_whatever_filter_is_shown(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_ids": f"{ids['Rosa']} {ids['Abel']}", "state": "met"}
    file = director.post(f"{URL}/export?format=csv", ticked, status=200)
    assert f"Class of {CLASS}, chosen by hand: 2 students" in file.text
    assert "Ibarra, Rosa" in file.text


def test_what_is_no_id_is_passed_over(director: PageClient, ids: dict[str, UUID]) -> None:
    ticked = {"whom": "ticked", "student_ids": f"x {ids['Rosa']} 1"}
    file = director.post(f"{URL}/export?format=csv", ticked, status=200)
    assert "chosen by hand: 1 student" in file.text


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_bar_saves_the_chosen_in_both_formats(
    director: PageClient, ids: dict[str, UUID], format_: str
) -> None:
    (button,) = director.get(URL).select(f"#bulk button[formaction$='export?format={format_}']")
    ticked = {"whom": "ticked", "student_ids": str(ids["Rosa"])}
    file = director.post(str(button["formaction"]), ticked, status=200)
    assert file.headers["Content-Disposition"].endswith(f'.{format_}"')


def test_a_file_of_chosen_students_says_its_filter_its_data_date_and_its_rule_year(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_ids": str(ids["Rosa"])}
    head = director.post(f"{URL}/export?format=csv", ticked, status=200).text.partition("Student,")
    for told in ("chosen by hand", "Data through", f"Accountability {CLASS + 1}"):
        assert told in head[0], told


def test_all_who_fit_are_told_by_id_alone_and_only_of_ones_own_campus(
    client_for: Callable[..., PageClient], director: PageClient, ids: dict[str, UUID]
) -> None:
    north = {str(ids[name]) for name in ("Rosa", "Dee")}
    assert set(director.post(f"{URL}/who-fits", {"group": "sped"}, status=200).json) == north
    assert set(director.post(f"{URL}/who-fits", status=200).json) == set(map(str, ids.values()))
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    assert str(ids["Cam"]) not in counselor.post(f"{URL}/who-fits", status=200).json


def test_a_search_for_a_name_chooses_whom_it_found(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    found = director.post(f"{URL}/who-fits", {"q": "Ibarra Rosa"}, status=200)
    assert found.json == [str(ids["Rosa"])]


def test_choosing_opens_no_record_and_is_no_entry_of_the_trail(
    desk: Desk, director: PageClient, ids: dict[str, UUID]
) -> None:
    count = select(func.count()).select_from(AuditEvent)
    before = desk.session.scalar(count)
    director.post(f"{URL}/who-fits", status=200)
    assert desk.session.scalar(count) == before


def test_without_script_the_page_says_how_far_a_tick_reaches(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    bar = director.get(URL).select_one("#bulk")
    assert "hold for this page only" in bar.noscript.get_text()
    assert bar.select_one("[data-with-script]").has_attr("hidden")
    assert not bar.select_one("[data-without-script]").has_attr("hidden")
