"""Deny first: every route names who may use it, or the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user

from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.web import api
from careercraft.web.desk import signed_in_person

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
ANY_STAFF = "any signed-in member of staff"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_ORIGIN = frozenset({"same-origin", "none"})


class UnguardedRoute(Exception):  # noqa: N818
    """A route does not say who may use it."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only those in whose roles the permission is."""
    return _marked(permission)


def public(view: View) -> View:
    """Let anybody in, signed in or not."""
    return _marked(PUBLIC)(view)


def any_staff(view: View) -> View:
    """Let in everyone who is signed in."""
    return _marked(ANY_STAFF)(view)


def need_of(app: Flask, endpoint: str) -> str | None:
    """What a route demands; None where it says nothing."""
    return getattr(app.view_functions[endpoint], "needs", None)


def install(app: Flask) -> None:
    """Check every route now, and every request from now on."""
    app.view_functions["static"].needs = PUBLIC  # type: ignore[union-attr]
    unguarded = sorted(e for e in app.view_functions if need_of(app, e) is None)
    if unguarded:
        raise UnguardedRoute(f"These routes name no permission: {', '.join(unguarded)}.")
    app.before_request(_refuse_foreign_origin)
    app.before_request(_let_in)


def _marked(need: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.needs = need  # type: ignore[attr-defined]
        return view

    return mark


def _refuse_foreign_origin() -> None:
    """Browsers say where a request comes from; another site has no business changing anything."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in SAFE_METHODS and site not in OWN_ORIGIN:
        abort(400)


def _let_in() -> Any:
    if request.endpoint is None:
        return None
    need = need_of(current_app, request.endpoint)
    if need == PUBLIC:
        return None
    if api.is_for_programs(need):
        return api.let_in(str(need))
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if need != ANY_STAFF and need not in permissions(signed_in_person().actor):
        abort(403)
    return None


def _ask_to_sign_in() -> Any:
    if request.htmx:  # type: ignore[attr-defined]
        return Response(status=401)
    came_for = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("auth.sign_in", next=came_for))
