"""Whether this process can do its work; says nothing else."""

from __future__ import annotations

from flask import Blueprint

from careercraft.web.desk import runtime
from careercraft.web.guard import public

health = Blueprint("health", __name__)


@health.get("/health")
@public
def answer() -> dict[str, str]:
    """Ask the database and the queue; a failure becomes a 500."""
    runtime().ping()
    return {"state": "ready"}
