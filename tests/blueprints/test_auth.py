"""Signing in and out, as the browser sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from careercraft.privacy.permissions import Role
from tests.page import PageClient
from tests.seed import PASSWORD, SmallDistrict


@pytest.fixture(autouse=True)
def fresh_counters(app: object) -> None:
    from careercraft.web.limits import limiter  # noqa: PLC0415

    limiter.reset()


def form(client: PageClient, email: str, password: str) -> dict[str, str]:
    page = client.get("/sign-in")
    token = page.find("input", attrs={"name": "csrf_token"})
    return {"csrf_token": str(token["value"]), "email": email, "password": password}


def test_a_counselor_signs_in_and_sees_the_first_page(
    nobody: PageClient, district: SmallDistrict
) -> None:
    body = form(nobody, district.emails[Role.CAMPUS_COUNSELOR], PASSWORD)
    assert nobody.client.post("/sign-in", data=body).status_code == 302
    assert "Sign out" in nobody.get("/").get_text()


@pytest.mark.parametrize("email", ["known", "unknown"])
def test_a_wrong_password_and_an_unknown_person_read_the_same(
    nobody: PageClient, district: SmallDistrict, email: str
) -> None:
    known = district.emails[Role.CAMPUS_COUNSELOR]
    body = form(nobody, known if email == "known" else "x@y.example", "wrong password here")
    answer = nobody.client.post("/sign-in", data=body)
    assert answer.status_code == 422
    assert "do not fit together" in answer.text


@pytest.mark.parametrize("missing", ["email", "password"])
def test_an_empty_field_is_named(nobody: PageClient, missing: str) -> None:
    body = form(nobody, "a@b.example", "something") | {missing: ""}
    answer = nobody.client.post("/sign-in", data=body)
    assert answer.status_code == 422
    assert "Enter your" in answer.text


def test_a_person_goes_on_to_where_they_wanted_but_never_to_another_site(
    nobody: PageClient, district: SmallDistrict
) -> None:
    body = form(nobody, district.emails[Role.CAMPUS_COUNSELOR], PASSWORD)
    answer = nobody.client.post("/sign-in?next=/rosters/2027", data=body)
    assert answer.headers["Location"] == "/rosters/2027"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_a_foreign_address_to_go_on_to_is_ignored(
    nobody: PageClient, district: SmallDistrict, elsewhere: str
) -> None:
    body = form(nobody, district.emails[Role.CAMPUS_COUNSELOR], PASSWORD)
    answer = nobody.client.post("/sign-in", query_string={"next": elsewhere}, data=body)
    assert answer.headers["Location"] == "/"


def test_a_signed_out_cookie_opens_nothing_even_when_somebody_kept_it(
    client_for: Callable[..., PageClient],
) -> None:
    client = client_for(Role.CAMPUS_COUNSELOR)
    with client.client.session_transaction() as cookie:
        kept = cookie["_user_id"]
    client.post("/sign-out", status=302)
    with client.client.session_transaction() as cookie:
        cookie["_user_id"] = kept
    assert client.client.get("/").status_code == 302


def test_many_wrong_guesses_at_one_account_are_slowed_down(
    nobody: PageClient, district: SmallDistrict
) -> None:
    body = form(nobody, district.emails[Role.RECORDS_OFFICER], "wrong password here")
    statuses = [nobody.client.post("/sign-in", data=body).status_code for _ in range(10)]
    assert statuses[:8] == [422] * 8
    assert statuses[8:] == [429] * 2
