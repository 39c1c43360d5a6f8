"""The records office of a small district."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from careercraft.services.context import Desk
from tests.seed import SmallDistrict
from tests.services.records.office import Office, opened


@pytest.fixture
def office(
    district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]
) -> Office:
    return opened(district, desk_of, rosa)
