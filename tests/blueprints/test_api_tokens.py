"""The page on which tokens for programs are made: each is shown once, and made once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from careercraft.models import ApiToken, AuditEvent
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Role
from careercraft.services.api import tokens
from careercraft.services.context import Desk
from tests.page import PageClient

PAGE = "/api-access"
ASKED = {"name": "Data warehouse", "scopes": ["rules"], "days": "90"}


def form_of(page: BeautifulSoup) -> str:
    return str(page.select_one("input[name=once]")["value"])


def asked(page: BeautifulSoup) -> dict[str, object]:
    """What a person sends with the form of this page."""
    return ASKED | {"once": form_of(page)}


def tokens_on_file(desk: Desk) -> int:
    desk.session.rollback()
    return len(desk.session.scalars(select(ApiToken)).all())


def test_a_page_loaded_again_makes_no_second_token_and_shows_none(
    client_for: Callable[..., PageClient], desk: Desk
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    first = director.get(PAGE)
    sent = asked(first)
    made = director.post_page(PAGE, sent)
    text = made.select_one("code.token").get_text()
    assert text.startswith(tokens.PREFIX)
    again = director.post_page(PAGE, sent, status=409)
    assert again.select_one("code.token") is None
    assert text not in again.get_text()
    assert "no second one was made" in again.get_text()
    assert tokens_on_file(desk) == 1
    granted = select(AuditEvent).where(AuditEvent.action == Event.API_ACCESS_GRANTED.value)
    assert len(desk.session.scalars(granted).all()) == 1


def test_the_page_that_shows_a_token_makes_the_next_with_a_new_form_and_is_not_kept(
    client_for: Callable[..., PageClient], desk: Desk
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    first = director.get(PAGE)
    answer = director.post(PAGE, asked(first), status=200)
    assert answer.headers["Cache-Control"] == "no-store"
    made = BeautifulSoup(answer.text, "html5lib")
    assert form_of(made) != form_of(first)
    director.post_page(PAGE, asked(made))
    assert tokens_on_file(desk) == 2


def test_a_form_with_a_mistake_can_be_sent_again(
    client_for: Callable[..., PageClient], desk: Desk
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    sent = asked(director.get(PAGE))
    mistaken = director.post_page(PAGE, sent | {"name": ""}, status=422)
    assert form_of(mistaken) == sent["once"]
    director.post_page(PAGE, asked(mistaken))
    assert tokens_on_file(desk) == 1


def test_a_form_without_its_mark_makes_nothing(
    client_for: Callable[..., PageClient], desk: Desk
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    page = director.post_page(PAGE, ASKED | {"once": ""}, status=422)
    assert "Open the page once more" in page.get_text()
    assert tokens_on_file(desk) == 0


def test_two_sendings_at_the_same_moment_make_one_token(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = tokens.new_form()
    tokens.make(desk, "Warehouse", ["rules"], 30, form)
    monkeypatch.setattr(desk.session, "get", lambda *_: None)  # neither sees the other's row yet
    with pytest.raises(tokens.AlreadyMade):
        tokens.make(desk, "Warehouse", ["rules"], 30, form)
    monkeypatch.undo()
    assert tokens_on_file(desk) == 1
