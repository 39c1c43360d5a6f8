"""What every answer carries, whatever was asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from careercraft.config import Settings
from careercraft.privacy.permissions import Role
from careercraft.web.app import create_app
from careercraft.web.headers import ON_EVERY_RESPONSE
from tests.page import PageClient


@pytest.mark.parametrize("url", ["/sign-in", "/", "/nowhere", "/static/css/tokens.css", "/health"])
def test_every_answer_carries_the_security_headers(nobody: PageClient, url: str) -> None:
    with nobody.client.get(url) as answer:
        for name, value in ON_EVERY_RESPONSE.items():
            assert answer.headers[name] == value


def test_the_policy_lets_in_no_inline_script_and_no_other_origin(nobody: PageClient) -> None:
    policy = nobody.client.get("/sign-in").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_of_people_are_kept_by_no_cache(client_for: Callable[..., PageClient]) -> None:
    answer = client_for(Role.CAMPUS_COUNSELOR).client.get("/")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    nobody: PageClient,
) -> None:
    cookie = nobody.client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_unknown_address_is_answered_in_words_with_a_number_to_give(nobody: PageClient) -> None:
    answer = nobody.client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.parametrize(("proxies", "believed"), [(0, False), (1, True)])
def test_only_a_proxy_of_ours_is_believed_about_who_asks(
    settings: Settings, proxies: int, believed: bool
) -> None:
    app = create_app(settings._replace(proxies=proxies))
    told = {"X-Forwarded-Proto": "https"}
    answer = app.test_client().get("/sign-in", headers=told)
    assert ("Strict-Transport-Security" in answer.headers) is believed
    app.extensions["careercraft"].engine.dispose()
    app.extensions["careercraft"].redis.close()
