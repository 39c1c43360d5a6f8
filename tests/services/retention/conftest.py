"""The records office of a small district, as its own tests have it."""

from tests.services.records.conftest import office

__all__ = ["office"]
