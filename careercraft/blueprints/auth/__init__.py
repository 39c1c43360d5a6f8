"""Signing in and out."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user, login_user, logout_user

from careercraft.blueprints.auth.forms import SignInForm
from careercraft.blueprints.promises import TO_READ
from careercraft.clock import now
from careercraft.services import people
from careercraft.services.promises import terms
from careercraft.web.desk import (
    SignedInUser,
    cookie_of,
    current_desk,
    recognise_cookie,
    runtime,
    signed_in_person,
)
from careercraft.web.guard import any_staff, public
from careercraft.web.limits import PER_ACCOUNT, PER_PLACE, account_asked_for, limiter

auth = Blueprint("auth", __name__)
KEPT_PREFERENCES = ("theme", "density", "shortcuts")


@auth.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(PER_PLACE, methods=["POST"])
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=account_asked_for)
@public
def sign_in() -> Any:
    """Ask who it is; the same answer for an unknown person and a wrong password."""
    if current_user.is_authenticated:
        return redirect(url_for("home.home"))
    form = SignInForm()
    if form.validate_on_submit():
        user = _open_sign_in(form.email.data, form.password.data)
        if user is not None:
            _fresh_session(user)
            session[TO_READ] = bool(terms.unread(current_desk()))
            return redirect(_where_to())
        form.password.errors = ["E-mail and password do not fit together. Check both, then retry."]
        return _refused(form)
    return render_template("auth/sign_in.html", form=form), 422 if form.errors else 200


def _refused(form: SignInForm) -> Response:
    """The same answer whoever it was; what is known of it is recorded once it has been sent."""
    answer = make_response(render_template("auth/sign_in.html", form=form), 422)
    shared, email = runtime(), form.email.data or ""
    answer.call_on_close(
        partial(people.note_failed_sign_in, shared.sessions, shared.master, email, now())
    )
    return answer


@auth.post("/sign-out")
@any_staff
def sign_out() -> Any:
    """End this sign-in on the server, not only in the browser."""
    people.end_sign_in(current_desk(), signed_in_person().sign_in_id)
    logout_user()
    _forget_all_but_preferences()
    flash("You are signed out.", "good")
    response = redirect(url_for("auth.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _open_sign_in(email: str, password: str) -> SignedInUser | None:
    shared = runtime()
    with shared.sessions() as db_session:
        signed_in = people.sign_in(db_session, shared.master, email, password, now())
        if signed_in is None:
            return None
        db_session.commit()
    return recognise_cookie(cookie_of(signed_in))


def _fresh_session(user: SignedInUser) -> None:
    """A new person gets a new session: nothing set before signing in survives it."""
    _forget_all_but_preferences()
    login_user(user)


def _forget_all_but_preferences() -> None:
    for name in set(session) - set(KEPT_PREFERENCES):
        session.pop(name)


def _where_to() -> str:
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if own and not parts.netloc else url_for("home.home")
