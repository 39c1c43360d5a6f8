"""The security headers of every response, and one log line per request."""

from __future__ import annotations

import logging
import time
from uuid import uuid4

from flask import Flask, Response, g, request

log = logging.getLogger("careercraft.web")

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
ON_EVERY_RESPONSE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
ONE_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Set the headers on everything that this application answers."""
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    g.request_id = uuid4().hex[:12]
    g.began = time.perf_counter()


def _finish(response: Response) -> Response:
    for name, value in ON_EVERY_RESPONSE.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("HX-Request")
    response.headers["X-Request-Id"] = g.get("request_id", "")
    _log(response)
    return response


def _log(response: Response) -> None:
    log.info(
        "request",
        extra={
            "request_id": g.get("request_id"),
            "method": request.method,
            "endpoint": request.endpoint,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.get("began", 0.0)) * 1000),
        },
    )
