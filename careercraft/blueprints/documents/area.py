"""The blueprint that the routes of this folder belong to."""

from __future__ import annotations

from flask import Blueprint

documents = Blueprint("documents", __name__)
