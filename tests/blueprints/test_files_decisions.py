"""The pages on which people explain columns, say who rows are about, and type from documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from careercraft.imports.rows import SourceFile
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.blueprints.loading import load, roster_at, sat_of, upload
from tests.page import PageClient
from tests.seed import SmallDistrict, add_student

RunTasks = Callable[[], None]
STRANGER = {"state_id": "", "last_name": "Ibara", "first_name": "Rosa", "birth_date": "2008-09-14"}


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)


def unknown(district: SmallDistrict) -> SourceFile:
    text = f"Stu Nbr,Campus No,Gr Lvl,Shoe\n77,{district.north.number},11,44\n"
    return SourceFile("export.csv", text.encode())


def chosen(page: Any) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    inputs = page.select("#columns input[name]:not([type=checkbox]), #columns input[checked]")
    sent = {i["name"]: i.get("value", "") for i in inputs}
    for select in page.select("#columns select"):
        option = select.select_one("option[selected]") or select.select_one("option")
        sent[select["name"]] = option["value"]
    sent.pop("csrf_token")
    return sent


def test_a_layout_never_seen_is_explained_tried_and_read(
    director: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    address = upload(director, unknown(district))
    run_tasks()
    batch = director.get(address)
    assert "A layout never seen" in batch.get_text()
    page = director.get(str(batch.select_one(".decide__ways a")["href"]))
    sent = chosen(page) | {"target": "careercraft_students", "proposed_for": "careercraft_students"}
    sent |= {"column-0": "local_id", "column-1": "campus_id", "column-2": "grade", "column-3": ""}
    tried = director.post_page(f"{address}/columns", sent)
    assert "1 of 1 of the first rows" in tried.get_text()
    assert "Stay out: Shoe" in " ".join(tried.get_text().split())
    director.post_page(f"{address}/columns/save", sent, status=422)
    director.post(f"{address}/columns/save", sent | {"name": "Our export"})
    run_tasks()
    assert "Our export" in director.get("/files/columns").get_text()
    again = upload(director, unknown(district))
    run_tasks()
    assert "A layout never seen" not in director.get(again).get_text()


def test_a_kept_layout_is_removed(
    director: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    address = upload(director, unknown(district))
    run_tasks()
    sent = {"target": "careercraft_students", "proposed_for": "careercraft_students"}
    sent |= {"column-0": "local_id", "column-1": "campus_id", "column-2": "grade", "column-3": ""}
    director.post(f"{address}/columns/save", sent | {"name": "Our export"})
    page = director.get("/files/columns")
    director.post(str(page.select_one("main table form")["action"]))
    assert "No layout of your own yet" in director.get("/files/columns").get_text()


def test_a_row_that_waits_is_decided_and_loaded(
    director: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    load(director, run_tasks, roster_at(district.north.number))
    load(director, run_tasks, sat_of(STRANGER))
    page = director.get("/files/waiting")
    form = page.select_one(".waiting form")
    who = form.select_one("input[type=radio]")["value"]
    unanswered = director.post_page(str(form["action"]), {}, status=422)
    assert "Choose a student" in unanswered.get_text()
    wrong = {"who": "typed", "number": "0"}
    assert "has this ID" in director.post_page(str(form["action"]), wrong, status=422).get_text()
    director.post(str(form["action"]), {"who": who})
    ready = director.post("/files/waiting/load").headers["Location"]
    assert "Ready to apply" in director.get(ready).get_text()
    decided = director.get("/files/waiting")
    director.post(str(decided.select_one("main table form")["action"]))
    assert director.get("/files/waiting").select_one(".waiting") is not None


def test_nothing_to_load_is_said(director: PageClient) -> None:
    director.post("/files/waiting/load")
    assert "There is nothing to load" in director.get("/files/waiting").get_text()


def test_the_officer_of_records_looks_and_does_not_decide(
    client_for: Callable[..., PageClient],
    director: PageClient,
    district: SmallDistrict,
    run_tasks: RunTasks,
) -> None:
    load(director, run_tasks, sat_of(STRANGER))
    page = client_for(Role.RECORDS_OFFICER).get("/files/waiting")
    assert page.select_one(".waiting") is not None
    assert page.select_one(".waiting form") is None


def test_a_fact_is_typed_from_a_document(
    director: PageClient, desk: Desk, district: SmallDistrict
) -> None:
    student = add_student(desk.session, desk.keys, district.north)
    desk.session.commit()
    address = f"/files/students/{student.id}/entry"
    linked = director.get(f"/students/{student.id}").select(f'a[href="{address}"]')
    assert len(linked) == 1
    page = director.get(f"{address}?template=careercraft_credentials")
    form = page.select_one(f'form[method="post"][action="{address}"]')
    kinds = [one["value"] for one in form.select("select[name=kind] option")]
    assert kinds[0] == ""
    assert "enlistment" in kinds
    assert form.select_one("input[name=earned_on][type=date]") is not None
    said = {one["name"]: one.get("value", "") for one in form.select("input")}
    page = director.post_page(address, said | {"document": "DD Form 4"}, status=422)
    assert page.select_one("#mistake-kind") is not None
    said |= {"document": "DD Form 4", "kind": "enlistment", "evidence": "dd_form_4"}
    director.post(address, said | {"earned_on": "2026-05-03"})
    seen = director.get(f"/students/{student.id}").select_one("#evidence-table").get_text()
    assert "DD Form 4" in seen


def test_students_left_out_of_a_roster_are_listed(
    director: PageClient, desk: Desk, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    load(director, run_tasks, roster_at(district.north.number))
    add_student(desk.session, desk.keys, district.north, first_name="Omar", local_id="8")
    desk.session.commit()
    address = upload(director, roster_at(district.north.number))
    run_tasks()
    page = director.get(address)
    link = page.select_one(f'a[href="{address}/missing"]')
    assert "1 enrolled student" in link.get_text()
    assert "Omar" in director.get(f"{address}/missing").get_text()


def test_the_states_word_begins_empty(director: PageClient) -> None:
    assert "No listing of the state is loaded" in director.get("/files/state").get_text()
