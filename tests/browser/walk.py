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
from careercraft.privacy.permissions import PERMISSIONS_OF_ROLE, ROLE_TITLES
from careercraft.web.api import is_for_programs
from careercraft.web.guard import ANY_STAFF, PUBLIC, need_of
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
    offers: list[str]
    """What the forms of all pages lead to, as often as a page of somebody offers it."""
    wrong: list[str]


def walk(app: Flask) -> Walked:
    """Follow the links as each role, to one address of each endpoint."""
    walked = Walked([], set(), set(), [], [])
    for role, email, _ in logins():
        client = PageClient(app).sign_in_as(email, PASSWORD)
        _walk_as(client, _name(role), email, walked)
    return walked


def _name(title: str) -> str:
    return title.lower().replace(" ", "-").replace("/", "-")


BY_NAME = {_name(title): role for role, title in ROLE_TITLES.items()}


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


def endpoints_offered(app: Flask, page: BeautifulSoup, url: str) -> set[str]:
    """What the forms of a page lead to, and the buttons that send one elsewhere."""
    offered = set()
    for form in page.find_all("form"):
        method = str(form.get("method", "get")).upper()
        offered.add(_answering(app, str(form.get("action") or url), method))
        for button in form.find_all(attrs={"formaction": True}):
            sent_by = str(button.get("formmethod", method)).upper()
            offered.add(_answering(app, str(button["formaction"]), sent_by))
    asking = page.find_all(attrs={"hx-post": True})
    return offered | {_answering(app, str(one["hx-post"]), "POST") for one in asking}


def _answering(app: Flask, url: str, method: str) -> str:
    """The endpoint that answers what is sent so; where nothing does, what was sent."""
    try:
        endpoint, _ = app.url_map.bind("").match(urlsplit(url).path, method=method)
    except (HTTPException, RequestRedirect):
        return f"{method} {url}"
    return str(endpoint)


def _may(app: Flask, role: str, endpoint: str) -> bool:
    need = need_of(app, endpoint) if endpoint in app.view_functions else None
    return need in (PUBLIC, ANY_STAFF) or need in PERMISSIONS_OF_ROLE[BY_NAME[role]]


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
            document = BeautifulSoup(answer.text, "html5lib")
            for offered in endpoints_offered(client.app, document, url):
                walked.offers.append(offered)
                if not _may(client.app, role, offered):
                    walked.wrong.append(f"{landed}: offers {offered} to the {role}, who may not")
            if landed not in walked.reached:
                walked.stops.append(Stop(role, email, landed, place_of(answer)))
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
