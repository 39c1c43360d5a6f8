"""Display preferences: what is chosen shows on the next page and stays through signing out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from careercraft.privacy.permissions import Role
from tests.page import PageClient

USUAL = {"theme": "system", "density": "comfortable"}


@pytest.fixture
def client(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def on_the_page(client: PageClient) -> dict[str, object]:
    html = client.get("/preferences").html
    assert html is not None
    return {k: v for k, v in html.attrs.items() if k.startswith("data-")}


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (USUAL, {}),
        (USUAL | {"theme": "dark"}, {"data-theme": "dark"}),
        (USUAL | {"theme": "light"}, {"data-theme": "light"}),
        (USUAL | {"density": "compact"}, {"data-density": "compact"}),
        (USUAL | {"shortcuts": "y"}, {"data-shortcuts": "on"}),
    ],
)
def test_what_is_chosen_shows_on_every_page(
    client: PageClient, chosen: dict[str, str], shown: dict[str, str]
) -> None:
    client.post("/preferences", chosen)
    assert on_the_page(client) == shown
    checked = {str(i["value"]) for i in client.get("/preferences").select("input[checked]")}
    assert {chosen["theme"], chosen["density"]} <= checked


def test_choosing_the_usual_again_leaves_nothing_in_the_cookie(client: PageClient) -> None:
    client.post("/preferences", {"theme": "dark", "density": "compact", "shortcuts": "y"})
    client.post("/preferences", USUAL)
    with client.client.session_transaction() as cookie:
        assert not {"theme", "density", "shortcuts"} & set(cookie)


@pytest.mark.parametrize("name", ["theme", "density"])
def test_a_choice_that_is_not_offered_is_refused_and_not_kept(
    client: PageClient, name: str
) -> None:
    page = client.post_page("/preferences", USUAL | {name: "<b>"}, status=422)
    assert page.select_one(".summary") is not None
    assert on_the_page(client) == {}


def test_preferences_outlive_signing_out(client: PageClient) -> None:
    client.post("/preferences", USUAL | {"theme": "dark"})
    client.post("/sign-out", status=302)
    html = client.get("/sign-in").html
    assert html is not None
    assert html["data-theme"] == "dark"
