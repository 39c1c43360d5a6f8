"""Printed plans: asked for, followed while they are prepared, fetched."""

from __future__ import annotations

from flask import Blueprint

documents = Blueprint("documents", __name__)
