"""The left rail and what stands on every page of a signed-in person."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from flask import Flask, g, request, session, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy

from careercraft.clock import school_year, today
from careercraft.privacy.access import permissions
from careercraft.privacy.identity import open_staff
from careercraft.privacy.permissions import Permission
from careercraft.services import people
from careercraft.services.feeds.freshness import freshness
from careercraft.services.people import Person
from careercraft.web.desk import current_desk, signed_in_person
from careercraft.web.links import fixed_href

T = TypeVar("T")


class Room(NamedTuple):
    """One entry of the rail: where it leads, and the permission without which it is not shown."""

    endpoint: str
    label: str
    icon: str
    needs: Permission | None


class RailItem(NamedTuple):
    """A room as the template shows it."""

    href: str
    label: str
    icon: str
    current: bool


class Link(NamedTuple):
    """A link with its words."""

    href: str
    label: str


class Fresh(NamedTuple):
    """From when the figures of the page are; `href` is empty where nobody may look further."""

    sentence: str
    href: str


class Account(NamedTuple):
    """The account menu."""

    name: str
    role: str
    sign_out_href: str
    links: tuple[Link, ...]


ROOMS = (
    Room("home.home", "Home", "home", Permission.CAMPUS_FIGURES_READ),
    Room("rosters.choose", "Rosters", "rosters", Permission.CAMPUS_ROSTER_READ),
    Room("testing.overview", "Testing", "testing", Permission.CAMPUS_TESTING_ARRANGE),
    Room("programs.overview", "Programs", "programs", Permission.CAMPUS_PROGRAM_READ),
    Room("bonus.choose", "Bonus", "bonus", Permission.CAMPUS_BONUS_READ),
    Room("ratings.choose", "Rating", "rating", Permission.CAMPUS_FIGURES_READ),
    Room("chase.overview", "Evidence chase", "chase", Permission.CAMPUS_PAPERS_READ),
    Room("papers.overview", "Documents", "papers", Permission.CAMPUS_PAPERS_READ),
    Room("files.history", "Files", "files", Permission.DISTRICT_FILES_READ),
    Room("records.office", "Records office", "records", Permission.DISTRICT_REQUESTS_READ),
    Room("records.hearings", "Hearings", "records", Permission.DISTRICT_HEARINGS_HEAR),
    Room("incidents.listing", "Incidents", "warn", Permission.DISTRICT_INCIDENTS_READ),
    Room("oversight.trail", "Audit", "history", Permission.DISTRICT_AUDIT_READ),
    Room("retention.schedule", "Retention", "history", Permission.DISTRICT_RETENTION_READ),
    Room("rules.overview", "Rules", "rules", Permission.DISTRICT_RULES_READ),
    Room("glossary.show", "Words", "info", None),
)


WITH_FIGURES = frozenset(
    {
        *("home.home", "rosters.show", "ratings.district", "ratings.campus"),
        *("bonus.show", "programs.show", "programs.indicator", "students.show"),
    }
)
"""The pages beside whose figures it stands how fresh the data are."""


WITHIN = {"api_access": "files", "takeout": "files"}
"""Areas without a room of their own, and the room that leads to them."""


def install(app: Flask) -> None:
    """Give every page of a signed-in person its frame."""
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    preferences = {name: session.get(name) for name in ("theme", "density", "shortcuts")}
    if not current_user.is_authenticated:
        return {"preferences": preferences, "sign_in_href": fixed_href("auth.sign_in")}
    return {
        "preferences": preferences,
        "sign_in_href": fixed_href("auth.sign_in"),
        "home_href": fixed_href("home.home"),
        "terms_to_read": session.get("terms_to_read"),
        "district_name": signed_in_person().district.name,
        "school_year": school_year(today()),
        "navigation": _when_shown(_rail),
        "account": _when_shown(_account),
        "search_href": _search_href(),
        "freshness": _when_shown(freshness_beside_figures),
    }


def _when_shown(part: Callable[[], T]) -> T:
    """A part of the frame, worked out when a template first shows it: a fragment shows none."""
    return LocalProxy(cache(part))  # type: ignore[return-value]


def freshness_beside_figures() -> Fresh | None:
    """Beside figures, from when they are; it leads to the sources for whoever may read them.

    Asked once a request; a page that ends its transaction before it is drawn asks before.
    """
    if "freshness" not in g:
        g.freshness = _freshness() if request.endpoint in WITH_FIGURES else None
    return g.freshness  # type: ignore[no-any-return]


def _freshness() -> Fresh | None:
    words = freshness(current_desk()).sentence
    if not words:
        return None
    may_read = Permission.DISTRICT_FILES_READ in permissions(signed_in_person().actor)
    return Fresh(words, url_for("files.history", _anchor="sources") if may_read else "")


def first_room_href() -> str:
    """Where somebody begins who may not see the first page."""
    return next(item.href for item in _rail() if item.href != fixed_href("home.home"))


def _search_href() -> str | None:
    """Where a student is searched, for whoever may open one."""
    may_search = Permission.CAMPUS_STUDENT_READ in permissions(signed_in_person().actor)
    return fixed_href("students.find") if may_search else None


def _rail() -> list[RailItem]:
    held = permissions(signed_in_person().actor)
    area = (request.endpoint or "").partition(".")[0]
    here = WITHIN.get(area, area)
    return [
        RailItem(
            fixed_href(room.endpoint),
            room.label,
            room.icon,
            room.endpoint.partition(".")[0] == here,
        )
        for room in ROOMS
        if room.needs is None or room.needs in held
    ]


def _own_pages(person: Person) -> tuple[Link, ...]:
    preferences = Link(fixed_href("preferences.edit"), "Display preferences")
    presenting = Link(fixed_href("presenter.show"), "Presenter mode")
    incident = Link(fixed_href("incidents.new"), "Report an incident")
    if Permission.OWN_TIME_LOG not in permissions(person.actor):
        return preferences, presenting, incident
    return Link(fixed_href("plans.times"), "My time log"), preferences, presenting, incident


def _account() -> Account:
    person = signed_in_person()
    return Account(
        open_staff(current_desk().keys, person.user).name,
        ", ".join(people.role_titles(person.actor)),
        fixed_href("auth.sign_out"),
        _own_pages(person),
    )
