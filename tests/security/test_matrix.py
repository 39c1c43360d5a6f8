"""Every route x role x owner, walked from the live URL map: none is left out by oversight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule

from careercraft.db import district_session
from careercraft.models import Campus
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import PERMISSIONS_OF_ROLE, Role
from careercraft.services.districts import open_keys
from careercraft.web.api import is_for_programs
from careercraft.web.guard import ANY_STAFF, PUBLIC, need_of
from tests.page import PageClient
from tests.security.things import Place, arguments_named, make_everything, plain_arguments
from tests.seed import SmallDistrict, add_student

NOT_THERE, FORBIDDEN, TO_SIGN_IN = 404, 403, 302
PLAIN_ARGUMENTS = plain_arguments()
CAMPUS_OBJECTS = arguments_named("CAMPUS_OBJECTS")
DISTRICT_OBJECTS = arguments_named("DISTRICT_OBJECTS")
Things = dict[str, UUID]


@pytest.fixture
def things(
    factory: sessionmaker[Session], master: MasterKey
) -> Callable[[SmallDistrict, Campus], Things]:
    def make(district: SmallDistrict, campus: Campus) -> Things:
        with district_session(factory, district.id) as session:
            keys = open_keys(session, master, district.id)
            student = add_student(session, keys, campus)
            made = make_everything(Place(session, keys, district, campus, student))
            session.commit()
            return made

    return make


def rules_of(app: Flask) -> list[Rule]:
    """Every route for people; those for programs are walked in test_api_matrix."""
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not is_for_programs(need_of(app, rule.endpoint))
    ]
    assert len(found) > 15, "the walk saw too few routes to mean anything"
    return found


def ways(rule: Rule) -> Iterator[str]:
    """The methods of a route that a person can use."""
    yield from sorted((rule.methods or set()) & {"GET", "POST"})


def address(app: Flask, rule: Rule, things: Things | None) -> str:
    named = PLAIN_ARGUMENTS | {name: str(value) for name, value in (things or {}).items()}
    unknown = rule.arguments - set(named)
    assert not unknown, f"{rule.rule}: say under tests/security/things what {unknown} stands for"
    with app.test_request_context():
        return str(
            app.url_map.bind("localhost").build(
                rule.endpoint, {name: named[name] for name in rule.arguments}
            )
        )


def answer(client: PageClient, method: str, url: str, *, fragment: bool = False) -> int:
    headers = {"HX-Request": "true"} if fragment else {}
    if method == "GET":
        return client.client.get(url, headers=headers).status_code
    token = client._token()
    return client.client.post(url, data={"csrf_token": token}, headers=headers).status_code


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    for rule in rules_of(app):
        assert need_of(app, rule.endpoint), rule.endpoint


def test_every_id_in_an_address_is_typed(app: Flask) -> None:
    for rule in rules_of(app):
        for argument in rule.arguments:
            if argument.endswith("_id") and argument not in PLAIN_ARGUMENTS:
                assert f"<uuid:{argument}>" in rule.rule, rule.rule


def test_whoever_is_not_signed_in_is_asked_to_on_every_route(
    app: Flask,
    nobody: PageClient,
    district: SmallDistrict,
    things: Callable[[SmallDistrict, Campus], Things],
) -> None:
    own = things(district, district.north)
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        for rule in rules_of(app):
            if need_of(app, rule.endpoint) == PUBLIC:
                continue
            for method in ways(rule):
                url = address(app, rule, own)
                assert answer_without_token(nobody, method, url) == TO_SIGN_IN, (method, url)
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def answer_without_token(client: PageClient, method: str, url: str) -> int:
    return client.client.open(url, method=method).status_code


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_the_routes_of_its_permissions_and_no_others(
    app: Flask,
    client_for: Callable[..., PageClient],
    district: SmallDistrict,
    things: Callable[[SmallDistrict, Campus], Things],
    role: Role,
) -> None:
    own = things(district, district.north)
    client, seen = client_for(role), set()
    for rule in rules_of(app):
        need = need_of(app, rule.endpoint)
        if need in (PUBLIC, ANY_STAFF):
            continue
        allowed = need in PERMISSIONS_OF_ROLE[role]
        seen.add(allowed)
        for method in ways(rule):
            status = answer(client, method, address(app, rule, own))
            assert (status != FORBIDDEN) is allowed, (role, method, rule.rule, status)
            assert status < 500, (role, method, rule.rule, status)
    assert True in seen


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "fragment"])
def test_a_counselor_does_not_find_another_campus_on_any_route(
    app: Flask,
    client_for: Callable[..., PageClient],
    district: SmallDistrict,
    things: Callable[[SmallDistrict, Campus], Things],
    fragment: bool,
) -> None:
    elsewhere = things(district, district.south)
    client = client_for(Role.CAMPUS_COUNSELOR)
    examined = 0
    for rule in rules_of(app):
        if not rule.arguments & (CAMPUS_OBJECTS | {"task_id"}):
            continue
        for method in ways(rule):
            examined += 1
            url = address(app, rule, elsewhere)
            status = answer(client, method, url, fragment=fragment)
            assert status in (NOT_THERE, FORBIDDEN), (method, rule.rule, status)
            opens = need_of(app, rule.endpoint) in PERMISSIONS_OF_ROLE[Role.CAMPUS_COUNSELOR]
            if opens and rule.arguments & {"student_id", "document_id"}:
                assert status == NOT_THERE, (method, rule.rule, status)
    assert examined >= 5


@pytest.mark.parametrize("role", list(Role))
def test_nobody_finds_anything_of_another_district_on_any_route(
    app: Flask,
    client_for: Callable[..., PageClient],
    other_district: SmallDistrict,
    things: Callable[[SmallDistrict, Campus], Things],
    role: Role,
) -> None:
    theirs = things(other_district, other_district.north)
    client = client_for(role)
    examined = 0
    for rule in rules_of(app):
        if not rule.arguments & (CAMPUS_OBJECTS | DISTRICT_OBJECTS):
            continue
        for method in ways(rule):
            examined += 1
            status = answer(client, method, address(app, rule, theirs))
            assert status in (NOT_THERE, FORBIDDEN), (role, method, rule.rule, status)
    assert examined >= 8


def test_a_form_without_its_token_changes_nothing(
    app: Flask, client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    posts = [r for r in rules_of(app) if "POST" in (r.methods or set()) and not r.arguments]
    assert posts
    for rule in posts:
        assert client.client.post(rule.rule, data={}).status_code == 400, rule.rule


def test_a_request_from_another_site_changes_nothing(
    client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    body = {"csrf_token": client._token()}
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.client.post("/sign-out", data=body, headers=foreign).status_code == 400
    assert client.client.get("/").status_code == 200
