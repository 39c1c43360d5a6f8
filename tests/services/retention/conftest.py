"""The records office of a small district, as its own tests have it."""

from collections.abc import Callable

import pytest

from careercraft.services.context import Desk
from tests.seed import SmallDistrict
from tests.services.records.conftest import office
from tests.services.retention.canary import World, made_world

__all__ = ["office", "world"]


@pytest.fixture
def world(district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]) -> World:
    return made_world(district, desk_of, rosa)
