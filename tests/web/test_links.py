"""Addresses that are put together once are those that Flask would build, and hold no id."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for

from careercraft.web.links import KEPT, asking_href, fixed_href, hrefs_by_id, static_href

PLACES = ("/", "/careers/")


@pytest.mark.parametrize("place", PLACES)
def test_an_address_is_the_one_that_flask_builds_each_time(app: Flask, place: str) -> None:
    for _ in range(2):
        with app.test_request_context(base_url=f"http://localhost{place}"):
            assert fixed_href("home.home") == url_for("home.home")
            assert static_href("css/base.css") == url_for("static", filename="css/base.css")


@pytest.mark.parametrize("place", PLACES)
def test_each_id_has_the_address_that_flask_builds(app: Flask, place: str) -> None:
    with app.test_request_context(base_url=f"http://localhost{place}"):
        href = hrefs_by_id("students.show", "student_id")
        for one in (uuid4(), UUID(int=0)):
            assert href(one) == url_for("students.show", student_id=one)


ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"campus": str(uuid4()), "sort": "tsi.math"},
    {"show": ["state", "ap_ib"], "group": "a b&c=ü/?@"},
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_stands_in_an_address_as_flask_writes_it(
    app: Flask, place: str, asked: dict[str, Any]
) -> None:
    with app.test_request_context(base_url=f"http://localhost{place}"):
        for year in (2027, 2030):
            built = url_for("rosters.show", class_of=year, **asked)
            assert asking_href("rosters.show", "class_of", year, asked) == built


def test_no_id_is_kept(app: Flask) -> None:
    one = uuid4()
    with app.test_request_context():
        hrefs_by_id("students.show", "student_id")(one)
    kept = repr(app.extensions[KEPT])
    assert "/students/" in kept
    assert str(one) not in kept
