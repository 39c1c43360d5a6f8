"""The audit trail on the screen, and sign-ins in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent, SignIn
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import PASSWORD, SmallDistrict
from tests.services.staff import user_with


@pytest.fixture(autouse=True)
def fresh_counters(app: object) -> None:
    from careercraft.web.limits import limiter  # noqa: PLC0415

    limiter.reset()


def events(desk: Desk, event: Event) -> list[AuditEvent]:
    desk.session.rollback()
    return list(desk.session.scalars(select(AuditEvent).where(AuditEvent.action == event.value)))


def test_the_auditor_searches_the_trail_and_takes_it_away(
    client_for: Callable[..., PageClient], desk: Desk
) -> None:
    client = client_for(Role.AUDITOR)
    who = user_with(desk, Role.AUDITOR)
    page = client.get(f"/audit?kind=sign_ins&who={who}")
    assert "1 entry" in page.get_text()
    assert "Sign in succeeded" in page.select_one("tbody").get_text()
    links = [a["href"] for a in page.select(".export-links a")]
    assert any("who=" in href for href in links)
    assert client.client.get(links[1]).data.count(b"Sign in succeeded") == 1


@pytest.mark.parametrize("query", ["about=x", "who=1", "since=x", "page=0", "kind=x", "action=y"])
def test_what_is_not_understood_is_left_aside(
    client_for: Callable[..., PageClient], query: str
) -> None:
    assert "Every entry" in client_for(Role.AUDITOR).get(f"/audit?{query}").get_text()


def test_a_verification_runs_as_a_job_and_says_what_it_found(
    client_for: Callable[..., PageClient], run_tasks: Callable[[], None]
) -> None:
    client = client_for(Role.RECORDS_OFFICER)
    answer = client.post("/audit/verifications")
    here = answer.headers["Location"]
    assert "Verifying the audit trail" in client.get(here).get_text()
    run_tasks()
    assert "The trail is whole." in client.fragment(here).get_text()
    assert "when last verified" in client.get("/audit").get_text()


def test_the_trail_asks_the_database_as_often_for_many_entries_as_for_few(
    client_for: Callable[..., PageClient],
    desk: Desk,
    count_queries: Callable[[], object],
) -> None:
    client = client_for(Role.AUDITOR)
    client.get("/audit")
    counts: list[int] = []
    for _ in range(2):
        with count_queries() as counted:
            assert isinstance(counted, QueryCount)
            client.get("/audit")
        counts.append(counted.count)
        for number in range(30):
            desk.record(Event.ROSTER_VIEWED, "class", details={"shown": number})
        desk.session.commit()
    assert counts[0] == counts[1] <= 14


def form(client: PageClient, email: str, password: str) -> dict[str, str]:
    token = client.get("/sign-in").find("input", attrs={"name": "csrf_token"})
    return {"csrf_token": str(token["value"]), "email": email, "password": password}


def test_a_failed_sign_in_is_recorded_of_whom_it_tried_after_the_answer_is_sent(
    nobody: PageClient, district: SmallDistrict, desk: Desk
) -> None:
    body = form(nobody, district.emails[Role.AUDITOR], "a wrong password")
    answer = nobody.client.post("/sign-in", data=body)
    assert answer.status_code == 422
    assert events(desk, Event.SIGN_IN_FAILED) == []
    answer.close()
    found = events(desk, Event.SIGN_IN_FAILED)
    assert [(one.actor_id, one.object_id) for one in found] == [
        (None, user_with(desk, Role.AUDITOR))
    ]


def test_a_failed_sign_in_of_nobody_we_know_leaves_nothing(
    nobody: PageClient, district: SmallDistrict, desk: Desk
) -> None:
    answer = nobody.client.post("/sign-in", data=form(nobody, "x@y.example", "a wrong password"))
    answer.close()
    assert events(desk, Event.SIGN_IN_FAILED) == []


def test_a_sign_in_is_recorded_in_its_own_transaction_and_what_follows_names_it(
    nobody: PageClient, district: SmallDistrict, desk: Desk
) -> None:
    body = form(nobody, district.emails[Role.AUDITOR], PASSWORD)
    nobody.client.post("/sign-in", data=body).close()
    nobody.get("/audit")
    began = events(desk, Event.SIGN_IN_SUCCEEDED)[-1]
    read = events(desk, Event.AUDIT_VIEWED)[-1]
    assert began.sign_in_id == read.sign_in_id
    assert desk.session.get(SignIn, began.sign_in_id) is not None
