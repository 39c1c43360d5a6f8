"""The door for programs: a token instead of a cookie, JSON instead of pages, reads only."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask_limiter.errors import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from careercraft.clock import now
from careercraft.privacy.access import NotAllowed, NotFound
from careercraft.services.api import reading, tokens
from careercraft.services.api.tokens import Caller, Scope
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.web.desk import runtime

View = TypeVar("View", bound=Callable[..., Any])
MARK = "api:"
ROOT = "/api/v1"
PER_TOKEN = "300 per minute"  # noqa: S105 - a limit
GUESSES = "20 per minute"
TITLES = {
    400: "The request is not understood.",
    401: "A token is needed that works.",
    403: "The token does not open this.",
    404: "It is not there.",
    405: "Only GET is answered.",
    429: "Too many requests.",
    500: "Something went wrong here.",
}


def scoped(scope: Scope) -> Callable[[View], View]:
    """Let in programs whose token has this scope."""

    def mark(view: View) -> View:
        view.needs = f"{MARK}{scope.value}"  # type: ignore[attr-defined]
        return view

    return mark


def is_for_programs(need: object) -> bool:
    """Whether a route is opened by a token and by nothing else."""
    return isinstance(need, str) and need.startswith(MARK)


def let_in(need: str) -> Response | None:
    """Open the desk of the program that asks; or the answer that refuses it."""
    caller = _caller()
    if caller is None:
        return problem(401, "Send “Authorization: Bearer” with a token of your district.")
    if need.removeprefix(MARK) not in caller.scopes:
        return problem(403, "Ask the director for a token that may read this.")
    session, shared = g.db_session, runtime()
    keys = open_keys(session, shared.master, caller.actor.district_id)
    g.api_caller = caller
    g.desk = Desk(session, caller.actor, keys, shared.files, now(), shared.settings.outside)
    return None


def _caller() -> Caller | None:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer":
        return None
    g.db_session = runtime().sessions()
    return tokens.recognise(g.db_session, text.strip(), now())


def token_asked_with() -> str:
    """Counts requests by token; the counter holds a keyed hash of it."""
    key = str(current_app.secret_key).encode()
    shown = request.headers.get("Authorization", "") or (request.remote_addr or "")
    return hmac.new(key, shown.encode(), sha256).hexdigest()


def answer(body: Any, rows: int, students: Iterable[UUID] = ()) -> Response:
    """A body as JSON with its ETag; that it was read, and of whom, is recorded. 304 where it is as
    before.
    """
    caller: Caller = g.api_caller
    what = (request.endpoint or "").partition(".")[2]
    reading.note(g.desk, caller.token_id, what, rows, students)
    response = Response(json.dumps(body, ensure_ascii=False), mimetype="application/json")
    response.set_etag(_etag(body))
    return response.make_conditional(request)  # type: ignore[return-value]


def _etag(body: Any) -> str:
    """Of what is said, not of the moment at which it was asked."""
    said = {name: value for name, value in body.items() if name != "made_at"}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def problem(status: int, detail: str) -> Response:
    """A refusal in the form of RFC 9457."""
    body = {"status": status, "title": TITLES.get(status, TITLES[400]), "detail": detail}
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def install(api: Blueprint) -> None:
    """Answer what goes wrong in this area as JSON."""
    api.register_error_handler(RateLimitExceeded, lambda _e: problem(429, "Wait a minute."))
    api.register_error_handler(NotFound, lambda _e: problem(404, "Check the id or the year."))
    api.register_error_handler(NotAllowed, lambda _e: problem(403, "Its maker may not read this."))
    api.register_error_handler(HTTPException, _http)


def _http(failure: HTTPException) -> Response:
    return problem(failure.code or 500, str(failure.description or ""))


def desk_of_program(_app: Flask | None = None) -> Desk:
    """The desk of the program that asks."""
    desk: Desk = g.desk
    return desk
