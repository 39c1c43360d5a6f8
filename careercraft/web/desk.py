"""The desk of a request: who is signed in, and the session that stands in their district."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, current_app, g, request
from flask_login import LoginManager, UserMixin, current_user

from careercraft.clock import now
from careercraft.db import enter_district
from careercraft.runtime import Runtime
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.people import Person, SignedIn
from careercraft.web.handing import handed_from


class SignedInUser(UserMixin):
    """What Flask-Login holds; the cookie carries the district and an opaque token."""

    def __init__(self, cookie: str, person: Person) -> None:
        self.cookie = cookie
        self.person = person

    def get_id(self) -> str:
        """What the (signed) session cookie keeps."""
        return self.cookie


def runtime() -> Runtime:
    """The long-lived parts of this process."""
    return current_app.extensions["careercraft"]  # type: ignore[no-any-return]


def current_desk() -> Desk:
    """The desk of the signed-in person; only routes behind the guard may ask for it."""
    desk: Desk = g.desk
    return desk._replace(handed=handed_from(request.form)) if request.method == "POST" else desk


def signed_in_person() -> Person:
    """Who is signed in."""
    person: Person = current_user.person
    return person


def cookie_of(signed_in: SignedIn) -> str:
    """What the session cookie keeps of a sign-in."""
    return f"{signed_in.district_id}.{signed_in.token}"


def install(app: Flask) -> None:
    """Recognise people by their cookie and close the request's session at its end."""
    manager = LoginManager(app)
    manager.session_protection = None  # sign-ins are rows of ours, ended and aged by us
    manager.user_loader(recognise_cookie)
    app.teardown_request(_close_session)


def recognise_cookie(cookie: str) -> SignedInUser | None:
    """Open the desk of whoever holds this cookie; None where it opens nothing any more."""
    district, _, token = cookie.partition(".")
    shared = runtime()
    session = g.db_session = shared.sessions()
    try:
        enter_district(session, UUID(district))
    except ValueError:
        return None
    at = now()
    person = people.recognise(session, token, at)
    if person is None:
        return None
    keys = open_keys(session, shared.master, person.actor.district_id, person.stored_keys)
    g.desk = Desk(session, person.actor, keys, shared.files, at, shared.settings.outside)
    return SignedInUser(cookie, person)


def _close_session(_failure: BaseException | None) -> None:
    session = g.pop("db_session", None)
    if session is not None:
        session.close()
