"""Going along the links of the application as each person of the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from careercraft.demo.load import PASSWORD, logins
from careercraft.web.api import is_for_programs
from careercraft.web.guard import need_of
from tests.page import PageClient, problems_of

HOME = "/"


class Stop(NamedTuple):
    """A page that was found, by whom and where."""

    role: str
    email: str
    endpoint: str
    url: str


class Walked(NamedTuple):
    """Each page once, by whom it was found first; all that answered, files in it; what is wrong."""

    stops: list[Stop]
    reached: set[str]
    files: set[str]
    wrong: list[str]


def walk(app: Flask) -> Walked:
    """Follow the links as each role, to one address of each endpoint."""
    walked = Walked([], set(), set(), [])
    for role, email, _ in logins():
        client = PageClient(app).sign_in_as(email, PASSWORD)
        _walk_as(client, role.lower().replace(" ", "-").replace("/", "-"), email, walked)
    return walked


def ways_of_people(app: Flask) -> set[str]:
    """The endpoints that a person can open; those for programs are walked in test_api_matrix."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint != "static"
        and not is_for_programs(need_of(app, rule.endpoint))
    }


def endpoint_of(app: Flask, url: str) -> str | None:
    """The endpoint that answers an address; none where nothing does."""
    try:
        endpoint, _ = app.url_map.bind("").match(urlsplit(url).path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)


def is_page(answer: TestResponse) -> bool:
    """Whether it is a whole page: no file, no part of a page."""
    return answer.mimetype == "text/html" and "<html" in answer.text


def place_of(answer: TestResponse) -> str:
    """The address at which an answer was found, after whatever led on to it."""
    return str(answer.request.full_path).rstrip("?")


def _walk_as(client: PageClient, role: str, email: str, walked: Walked) -> None:
    waiting, known, been = [(HOME, HOME)], {HOME}, set[str]()
    while waiting:
        url, seen_on = waiting.pop(0)
        endpoint = endpoint_of(client.app, url)
        if endpoint is None or endpoint in been | walked.files:
            continue
        answer = client.client.get(url, follow_redirects=True)
        landed = endpoint_of(client.app, answer.request.path) or endpoint
        been |= {endpoint, landed}
        if answer.status_code >= 400:
            walked.wrong.append(f"{endpoint}: {seen_on} led the {role} to {answer.status}")
        elif not is_page(answer):
            walked.files.add(landed)
        else:
            fresh = [href for href in _links(answer.text) if href not in known]
            known.update(fresh)
            waiting += [(href, url) for href in fresh]
            if landed not in walked.reached:
                walked.stops.append(Stop(role, email, landed, place_of(answer)))
                document = BeautifulSoup(answer.text, "html5lib")
                walked.wrong.extend(f"{landed}: {one}" for one in problems_of(document))
        walked.reached.update({endpoint, landed})


class _Anchors(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link."""
        if tag == "a":
            self.found.extend(value for name, value in attrs if name == "href" and value)


def _links(text: str) -> Iterator[str]:
    anchors = _Anchors()
    anchors.feed(text)
    return (href for href in anchors.found if href.startswith("/"))
