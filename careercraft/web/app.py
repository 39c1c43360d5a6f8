"""The application factory: wires the parts, holds no logic."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from careercraft import filters
from careercraft.blueprints import all_blueprints
from careercraft.config import Settings
from careercraft.jobs.queue import open_queue
from careercraft.runtime import open_runtime
from careercraft.web import (
    column_words,
    desk,
    errors,
    guard,
    handing,
    headers,
    limits,
    links,
    marks,
    navigation,
    presenter,
)
from careercraft.web.templating import SharedGlobals

PACKAGE = str(Path(__file__).resolve().parent.parent)
LARGEST_REQUEST = 64 * 1024 * 1024
LARGEST_FORM_FIELD = 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The web application; raises what `open_runtime` raises, or `UnguardedRoute`."""
    app = Flask("careercraft", root_path=PACKAGE)
    app.jinja_environment = SharedGlobals
    app.config.update(_flask_settings(settings))
    if settings.proxies:
        hops = dict.fromkeys(("x_for", "x_proto", "x_host"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **hops)  # type: ignore[method-assign]
    runtime = open_runtime(settings)
    app.extensions["careercraft"] = runtime
    app.extensions["careercraft.queue"] = open_queue(runtime.redis)
    headers.install(app)
    Htmx(app)
    CSRFProtect(app)
    desk.install(app)
    limits.install(app, runtime)
    filters.register(app)
    for blueprint in all_blueprints():
        app.register_blueprint(blueprint)
    links.install(app)
    navigation.install(app)
    handing.install(app)
    column_words.install(app)
    marks.install(app)
    errors.install(app)
    guard.install(app)
    presenter.install(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-careercraft" if settings.secure_cookies else "careercraft",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM_FIELD,
        "WTF_CSRF_TIME_LIMIT": None,
    }
