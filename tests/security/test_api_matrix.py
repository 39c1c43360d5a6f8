"""Every route for programs x every token that should not open it; every answer fits its
description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule

from careercraft.clock import now
from careercraft.db import district_session
from careercraft.models import ApiToken, AuditEvent, Campus, User
from careercraft.privacy.access import Actor, NotAllowed
from careercraft.services import outcomes
from careercraft.services.api import description, tokens
from careercraft.services.api.tokens import Scope
from careercraft.services.context import Desk
from careercraft.web.api import MARK, ROOT
from careercraft.web.guard import PUBLIC, need_of
from tests.security.test_matrix import Things, things
from tests.seed import SmallDistrict
from tests.services.uploads import SITTING, applied, roster, sat, silent

__all__ = ["things"]
EVERY = [scope.value for scope in Scope]
NAME = "urn:careercraft:api"
YEARS = {"year": "2027", "class_of": "2027"}


def rules_of(app: Flask) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(ROOT)]
    assert len(found) >= 12, "the walk saw too few routes to mean anything"
    return found


def address(app: Flask, rule: Rule, made: Things) -> str:
    named = {name: str(value) for name, value in made.items()} | YEARS
    with app.test_request_context():
        wanted = {name: named[name] for name in rule.arguments}
        return str(app.url_map.bind("localhost").build(rule.endpoint, wanted))


def fresh(desk: Desk) -> Desk:
    """The desk at the real moment: tokens expire by the clock of the web server."""
    return desk._replace(now=now())


def made(desk: Desk, scopes: list[str] = EVERY) -> str:
    return tokens.make(fresh(desk), "Warehouse", scopes, 90, tokens.new_form()).text


def asked(app: Flask, url: str, token: str | None, **headers: str) -> object:
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    return app.test_client().get(url, headers=shown | headers)


@pytest.fixture
def own(district: SmallDistrict, things: Callable[[SmallDistrict, Campus], Things]) -> Things:
    return things(district, district.north)


def test_the_description_is_valid_and_knows_every_route_and_no_other(app: Flask) -> None:
    document = description.document()
    validate(document)
    routes = {ROOT + path: way["get"]["operationId"] for path, way in document["paths"].items()}
    assert routes == {
        rule.rule.replace("<uuid:", "{").replace("<int:", "{").replace(">", "}"): (
            rule.endpoint.removeprefix("api.")
        )
        for rule in rules_of(app)
    }


def test_every_route_reads_only_and_names_one_scope(app: Flask) -> None:
    scopes = set()
    for rule in rules_of(app):
        assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}, rule.rule
        need = str(need_of(app, rule.endpoint))
        if need != PUBLIC:
            scopes.add(need.removeprefix(MARK))
    assert scopes == set(EVERY)


def bad_tokens(desk: Desk, other: Desk) -> Iterator[tuple[str, str | None]]:
    yield "none", None
    yield "nonsense", "nonsense"
    real = made(desk)
    yield "a secret that was never made", real[:-4] + "zzzz"
    number = real.split("_")[1]
    yield "of another district's number", real.replace(number, "000000", 1)
    theirs = made(other)
    yield "another district's secret", f"careercraft_{number}_{theirs.split('_', 2)[2]}"
    ended = tokens.make(fresh(desk), "Old", EVERY, 30, tokens.new_form())
    tokens.revoke(desk, ended.id)
    yield "revoked", ended.text
    old = tokens.make(fresh(desk), "Older", EVERY, 30, tokens.new_form())
    expired = update(ApiToken).where(ApiToken.id == old.id)
    desk.session.execute(expired.values(expires_at=now() - timedelta(seconds=1)))
    desk.session.commit()
    yield "expired", old.text


def test_a_token_that_does_not_work_opens_no_route(
    app: Flask,
    desk: Desk,
    other_district: SmallDistrict,
    desk_of: Callable[[Actor], Desk],
    own: Things,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from careercraft.web.limits import limiter  # noqa: PLC0415

    monkeypatch.setattr(limiter, "enabled", False)
    closed = [rule for rule in rules_of(app) if need_of(app, rule.endpoint) != PUBLIC]
    for why, token in bad_tokens(desk, desk_of(other_district.director)):
        for rule in closed:
            answer = asked(app, address(app, rule, own), token)
            assert answer.status_code == 401, (why, rule.rule)  # type: ignore[attr-defined]
            assert answer.mimetype == "application/problem+json"  # type: ignore[attr-defined]


def test_a_token_opens_the_routes_of_its_scope_and_no_others(
    app: Flask, desk: Desk, own: Things
) -> None:
    by_scope = {scope: made(desk, [scope]) for scope in EVERY}
    for rule in rules_of(app):
        need = str(need_of(app, rule.endpoint))
        for scope, token in by_scope.items():
            status = asked(app, address(app, rule, own), token).status_code  # type: ignore[attr-defined]
            opens = need in (PUBLIC, f"{MARK}{scope}")
            assert (status not in (401, 403)) is opens, (scope, rule.rule, status)
            assert status < 500, (scope, rule.rule, status)


def test_nothing_of_another_district_is_found_by_its_id(
    app: Flask,
    desk: Desk,
    other_district: SmallDistrict,
    things: Callable[[SmallDistrict, Campus], Things],
) -> None:
    theirs, token = things(other_district, other_district.north), made(desk)
    examined = 0
    for rule in rules_of(app):
        if rule.arguments & {"student_id", "program_id"}:
            examined += 1
            answer = asked(app, address(app, rule, theirs), token)
            body = answer.get_json()  # type: ignore[attr-defined]
            assert answer.status_code == 404 or body["data"] == [], rule.rule  # type: ignore[attr-defined]
    assert examined >= 4


def test_a_cookie_opens_nothing_here_and_a_token_nothing_elsewhere(
    app: Flask, desk: Desk, client_for: Callable[..., object]
) -> None:
    from careercraft.privacy.permissions import Role  # noqa: PLC0415

    director = client_for(Role.DISTRICT_DIRECTOR)
    assert director.client.get(f"{ROOT}/students").status_code == 401  # type: ignore[attr-defined]
    assert asked(app, "/files", made(desk)).status_code == 302  # type: ignore[attr-defined]


def test_a_token_stops_when_its_maker_leaves(
    app: Flask, desk: Desk, district: SmallDistrict
) -> None:
    token = made(desk)
    assert asked(app, f"{ROOT}/students", token).status_code == 200  # type: ignore[attr-defined]
    desk.session.get_one(User, district.director.user_id).disabled_at = desk.now
    desk.session.commit()
    assert asked(app, f"{ROOT}/students", token).status_code == 401  # type: ignore[attr-defined]


def test_only_the_director_makes_tokens_and_the_secret_is_kept_nowhere(
    desk: Desk, district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        made(desk_of(district.records_officer))
    text = made(desk)
    secret = text.split("_", 2)[2]
    stored = desk.session.scalars(select(ApiToken)).one()
    assert secret not in str(vars(stored))
    events = desk.session.scalars(select(AuditEvent)).all()
    assert secret not in str([event.details for event in events])


@pytest.fixture
def judged(desk: Desk, district: SmallDistrict, rosa: dict[str, object], own: Things) -> UUID:
    """Rosa with a score, judged; and what stands for each id in an address."""
    other = {"state_unique_id": "1111111111", "local_id": "9", "first_name": "Ana"}
    applied(desk, roster([rosa, rosa | other]))
    applied(desk, sat([SITTING]))
    outcomes.recompute_campus(desk, district.north.id, silent)
    return own["student_id"]


def test_every_answer_fits_its_description(
    app: Flask, desk: Desk, own: Things, judged: UUID
) -> None:
    document, token = description.document(), made(desk)
    registry = Registry().with_resource(NAME, DRAFT202012.create_resource(document))
    seen = 0
    for rule in rules_of(app):
        path = rule.rule.replace("<uuid:", "{").replace("<int:", "{").replace(">", "}")
        answers = document["paths"][path.removeprefix(ROOT)]["get"]["responses"]
        answer = asked(app, address(app, rule, own), token)
        assert answer.status_code == 200, (rule.rule, answer.text)  # type: ignore[attr-defined]
        schema = answers["200"]["content"]["application/json"]["schema"]
        body = answer.get_json()  # type: ignore[attr-defined]
        schema = {"$ref": NAME + schema["$ref"]} if "$ref" in schema else schema
        OAS31Validator(schema, registry=registry).validate(body)
        seen += bool(body.get("data"))
    assert seen >= 9, "too few answers held anything"


def test_pages_follow_each_other_and_an_answer_that_is_as_before_is_not_sent_again(
    app: Flask, desk: Desk, judged: UUID
) -> None:
    token, url, ids = made(desk), f"{ROOT}/students?limit=1", []
    for _ in range(5):
        body = asked(app, url, token).get_json()  # type: ignore[attr-defined]
        ids += [one["id"] for one in body["data"]]
        if body["next_cursor"] is None:
            break
        url = f"{ROOT}/students?limit=1&cursor={body['next_cursor']}"
    assert len(ids) == len(set(ids)) == 2
    first = asked(app, f"{ROOT}/outcomes", token)
    etag = first.headers["ETag"]  # type: ignore[attr-defined]
    again = asked(app, f"{ROOT}/outcomes", token, **{"If-None-Match": etag})
    assert again.status_code == 304  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "cursor=%21", "updated_since=yesterday", "campus=12", "naem=x"],
)
def test_what_is_not_understood_is_refused_with_what_was_expected(
    app: Flask, desk: Desk, query: str
) -> None:
    answer = asked(app, f"{ROOT}/students?{query}", made(desk))
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert len(answer.get_json()["detail"]) > 10  # type: ignore[attr-defined]


def test_only_what_changed_since_a_moment_is_given(app: Flask, desk: Desk, judged: UUID) -> None:
    token = made(desk)
    for kind in ("students", "outcomes", "evidence"):
        everything = asked(app, f"{ROOT}/{kind}", token).get_json()["data"]  # type: ignore[attr-defined]
        since = asked(app, f"{ROOT}/{kind}?updated_since=2099-01-01", token)
        assert everything, kind
        assert since.get_json()["data"] == [], kind  # type: ignore[attr-defined]


def test_reads_are_limited_and_audited(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = made(desk)
    asked(app, f"{ROOT}/students", token)
    desk.session.expire_all()
    read = desk.session.scalars(select(AuditEvent).where(AuditEvent.action == "api:read")).all()
    assert [event.details["what"] for event in read] == ["students"]
    wrong = f"careercraft_000000_{uuid4().hex}"
    statuses = [asked(app, f"{ROOT}/students", wrong).status_code for _ in range(22)]  # type: ignore[attr-defined]
    assert statuses[0] == 401
    assert statuses[-1] == 429, "guessing tokens is slowed down"


def test_another_district_stays_out_of_a_full_read(
    app: Flask,
    factory: sessionmaker[Session],
    desk: Desk,
    other_district: SmallDistrict,
    things: Callable[[SmallDistrict, Campus], Things],
    judged: UUID,
) -> None:
    theirs = things(other_district, other_district.north)
    with district_session(factory, other_district.id) as session:
        assert session.get(User, other_district.director.user_id) is not None
    token = made(desk)
    for kind in ("students", "outcomes", "evidence", "programs"):
        text = asked(app, f"{ROOT}/{kind}", token).text  # type: ignore[attr-defined]
        assert str(theirs["student_id"]) not in text
        assert other_district.number not in text
