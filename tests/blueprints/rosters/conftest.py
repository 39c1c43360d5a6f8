"""Who looks at the rosters, and whom they list."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import seniors


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)
