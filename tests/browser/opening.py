"""Opening what no link leads to in the demonstration, in a district that has one of each thing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import district_session
from careercraft.filestore import FileStore
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import PERMISSIONS_OF_ROLE, Role
from careercraft.services.districts import open_keys
from careercraft.web.guard import PUBLIC, need_of
from tests.browser.walk import Stop, endpoint_of, is_page, place_of, ways_of_people
from tests.conftest import MOMENT
from tests.page import PageClient, problems_of
from tests.security.test_matrix import address
from tests.security.things import Place, make_everything
from tests.seed import PASSWORD, SmallDistrict, add_student, small_district

NOBODY = "nobody"
OK, NOT_FOUND = 200, 404


class Opened(NamedTuple):
    """The pages among what answered, everything that answered, and what is wrong."""

    stops: list[Stop]
    reached: set[str]
    wrong: list[str]


class Clients:
    """The people of the small district, each signed in once."""

    def __init__(self, app: Flask, district: SmallDistrict) -> None:
        self._app = app
        self._emails = {role.value: email for role, email in district.emails.items()}
        self._there: dict[str, PageClient] = {}

    def email(self, who: str) -> str:
        """Their address; none of somebody who is not signed in."""
        return self._emails.get(who, "")

    def of(self, who: str) -> PageClient:
        """Their client."""
        if who not in self._there:
            client = PageClient(self._app)
            self._there[who] = client if who == NOBODY else self._signed_in(client, who)
        return self._there[who]

    def _signed_in(self, client: PageClient, who: str) -> PageClient:
        return client.sign_in_as(self.email(who), PASSWORD)


def open_others(
    app: Flask,
    reached: set[str],
    factory: sessionmaker[Session],
    master: MasterKey,
    files: Path,
) -> Opened:
    """Open every endpoint that was not reached, by somebody who may."""
    district = small_district(factory, master, FileStore(files), MOMENT)
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        student = add_student(session, keys, district.north)
        things = make_everything(Place(session, keys, district, district.north, student))
        session.commit()
    clients, opened = Clients(app, district), Opened([], set(), [])
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ways_of_people(app) - reached and "GET" in (rule.methods or ()):
            who = _who_opens(need_of(app, rule.endpoint))
            _open(clients, who, address(app, rule, things), reached, opened)
    return opened


def _open(clients: Clients, who: str, url: str, reached: set[str], opened: Opened) -> None:
    client = clients.of(who)
    answer = client.client.get(url, follow_redirects=True)
    if answer.status_code == NOT_FOUND:
        return
    endpoint, landed = endpoint_of(client.app, url), endpoint_of(client.app, answer.request.path)
    opened.reached.add(str(endpoint))
    if answer.status_code != OK:
        opened.wrong.append(f"{endpoint}: {answer.status} for the {who}")
    elif is_page(answer) and landed not in reached:
        opened.stops.append(Stop(who, clients.email(who), str(landed), place_of(answer)))
        found = problems_of(BeautifulSoup(answer.text, "html5lib"))
        opened.wrong.extend(f"{landed}: {one}" for one in found)


def _who_opens(need: str | None) -> str:
    """Somebody who may: the director, by whom most of the things are, or else the first role."""
    if need == PUBLIC:
        return NOBODY
    able = [role.value for role in Role if need in PERMISSIONS_OF_ROLE[role]]
    director = Role.DISTRICT_DIRECTOR.value
    return able[0] if able and director not in able else director
