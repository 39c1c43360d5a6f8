"""Slow down whoever guesses passwords; the counters hold hashes, never an address or a name."""

from __future__ import annotations

import hmac
from hashlib import sha256

from flask import Flask, current_app, request
from flask_limiter import Limiter

from careercraft.runtime import Runtime

PER_PLACE = "20 per minute"
PER_ACCOUNT = "8 per 5 minutes"

limiter = Limiter(key_func=lambda: _hashed(request.remote_addr or ""), headers_enabled=False)


def install(app: Flask, runtime: Runtime) -> None:
    """Count in the same Redis that holds the queue."""
    app.config["RATELIMIT_STORAGE_URI"] = "redis://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"connection_pool": runtime.redis.connection_pool}
    app.config["RATELIMIT_KEY_PREFIX"] = "careercraft"
    limiter.init_app(app)


def account_asked_for() -> str:
    """The account that somebody tries to open."""
    return _hashed(request.form.get("email", "").strip().casefold())


def _hashed(text: str) -> str:
    key = current_app.secret_key
    secret = key.encode() if isinstance(key, str) else key or b""
    return hmac.new(secret, text.encode(), sha256).hexdigest()
