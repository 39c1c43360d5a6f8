"""What a person sees when something does not work: what happened and what to do."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from careercraft.logs import described
from careercraft.privacy.access import NotAllowed, NotFound
from careercraft.privacy.cases.steps import Refused

log = logging.getLogger("careercraft.web")
WITH_A_PAGE = frozenset({400, 403, 404, 405, 413, 429, 500})


def install(app: Flask) -> None:
    """Answer every failure with a page of its own."""
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda _failure: _page(404))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotAllowed, lambda _failure: _page(403))
    app.register_error_handler(Exception, _unexpected)


def _page(status: int) -> tuple[str, int]:
    template = f"errors/{status if status in WITH_A_PAGE else 400}.html"
    page = current_app.jinja_env.get_template(template)  # no frame: the database may be what failed
    return page.render(
        request_id=g.get("request_id"), limit=current_app.config["MAX_CONTENT_LENGTH"]
    ), status


def _refused(failure: Refused) -> Any:
    """What is missing is said on the page that the person came from, a page of ours."""
    for sentence in failure.sentences:
        flash(sentence, "warn")
    came_from = urlsplit(request.referrer or "")
    own = came_from.netloc == request.host and came_from.path.startswith("/")
    query = f"?{came_from.query}" if came_from.query else ""
    return redirect(f"{came_from.path}{query}" if own else "/", 303)


def _http(failure: HTTPException) -> Any:
    if failure.code is None or failure.code < 400:
        return failure
    if failure.code >= 500:
        return _page(500)
    return _page(failure.code)


def _form_too_old(_failure: CSRFError) -> tuple[str, int]:
    return _page(400)


def _unexpected(failure: Exception) -> tuple[str, int]:
    log.error("failed", extra={"request_id": g.get("request_id"), **described(failure)})
    return _page(500)
