"""A test client that inspects every page it fetches: each test of a page is also a test of form."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from careercraft.clock import now
from careercraft.services import people
from careercraft.web.desk import cookie_of

TOKEN = re.compile(r'name="csrf_token"[^>]* value="(?P<token>[^"]+)"')
NOT_LABELLED = {"hidden", "submit", "button", "reset", "image"}


class PageClient:
    """Fetches pages as one signed-in person (or nobody) and checks their form."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self._meant: str | None = None
        self._kept = ""

    def sign_in_as(self, email: str, password: str) -> PageClient:
        """Open a sign-in for a person without going through the (throttled) form."""
        shared = self.app.extensions["careercraft"]
        with shared.sessions() as session:
            signed_in = people.sign_in(session, shared.master, email, password, now())
            assert signed_in is not None
            session.commit()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = cookie_of(signed_in)
            cookie["_fresh"] = True
        return self

    def get(self, url: str, *, status: int = 200) -> BeautifulSoup:
        """A page, checked."""
        return self._page(self.client.get(url), status)

    def fragment(self, url: str, *, status: int = 200) -> BeautifulSoup:
        """What htmx would swap in: never a whole page."""
        answer = self.client.get(url, headers={"HX-Request": "true"})
        assert answer.status_code == status, answer.status_code
        assert "<html" not in answer.text
        assert "HX-Request" in answer.headers.get("Vary", "")
        return BeautifulSoup(answer.text, "html5lib")

    def post(self, url: str, data: dict[str, Any] | None = None, *, status: int = 303) -> Any:
        """Send a form with its token; returns the raw answer."""
        body = {"csrf_token": self._token(), **(data or {})}
        answer = self.client.post(url, data=body)
        assert answer.status_code == status, (answer.status_code, answer.text[:500])
        return answer

    def post_page(
        self, url: str, data: dict[str, Any] | None = None, *, status: int = 200
    ) -> BeautifulSoup:
        """Send a form and check the page that answers."""
        body = {"csrf_token": self._token(), **(data or {})}
        return self._page(self.client.post(url, data=body), status)

    def _token(self) -> str:
        """What a form sends along: taken from a page, good as long as the cookie means the same."""
        with self.client.session_transaction() as cookie:
            meant = cookie.get("csrf_token")
        if meant is None or meant != self._meant:
            field = TOKEN.search(self.client.get("/preferences").text)
            assert field is not None
            self._kept = str(field["token"])
            with self.client.session_transaction() as cookie:
                self._meant = cookie["csrf_token"]
        return self._kept

    def _page(self, answer: Any, status: int) -> BeautifulSoup:
        assert answer.status_code == status, (answer.status_code, answer.text[:800])
        page = BeautifulSoup(answer.text, "html5lib")
        problems = problems_of(page)
        assert not problems, problems
        return page


def as_text(part: Tag | None) -> str:
    """A part of a page to be compared: without the form's token, which says the second it is of."""
    assert part is not None
    for field in part.select("input[name=csrf_token]"):
        field["value"] = "-"
    return str(part)


def problems_of(page: BeautifulSoup) -> list[str]:
    """What is wrong with the form of a page, in words."""
    return [
        *_heading_problems(page),
        *_id_problems(page),
        *_form_problems(page),
        *_label_problems(page),
        *_script_problems(page),
    ]


def _heading_problems(page: BeautifulSoup) -> list[str]:
    headings = page.find_all("h1")
    problems = [] if len(headings) == 1 else [f"{len(headings)} h1 headings instead of one"]
    if page.title is None or not page.title.get_text(strip=True).removesuffix("– CareerCraft"):
        problems.append("no title")
    if not page.html or not page.html.get("lang"):
        problems.append("no language")
    return problems


def _id_problems(page: BeautifulSoup) -> list[str]:
    counted = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    return [f"id {name} stands {times} times" for name, times in counted.items() if times > 1]


def _form_problems(page: BeautifulSoup) -> list[str]:
    problems = []
    for form in page.find_all("form"):
        posts = str(form.get("method", "get")).lower() == "post"
        if posts and not form.find("input", attrs={"name": "csrf_token"}):
            problems.append(f"form to {form.get('action')} has no token")
        problems += [
            f"form to {form.get('action')} sends {name} twice, hidden and as a field"
            for name in _names(form, hidden=True) & _names(form, hidden=False)
        ]
    return problems


def _names(form: Tag, *, hidden: bool) -> set[str]:
    """The names under which a form sends what nobody sees, or what a person says."""
    controls = form.find_all(["input", "select", "textarea"])
    return {
        str(one["name"])
        for one in controls
        if one.get("name") and (one.get("type") == "hidden") is hidden
    }


def _label_problems(page: BeautifulSoup) -> list[str]:
    named = {label.get("for") for label in page.find_all("label")}
    problems = []
    for control in page.find_all(["input", "select", "textarea"]):
        if control.get("type") in NOT_LABELLED:
            continue
        inside = control.find_parent("label") is not None
        if not (inside or control.get("id") in named or control.get("aria-label")):
            problems.append(f"{control.name} {control.get('name')} has no label")
    return problems


def _script_problems(page: BeautifulSoup) -> list[str]:
    problems = ["an inline script" for s in page.find_all("script") if not s.get("src")]
    for tag in page.find_all(True):
        problems += [f"{a} on {tag.name}" for a in tag.attrs if a.startswith("on") or a == "style"]
    return problems
