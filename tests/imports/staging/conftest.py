from __future__ import annotations

import pytest

from careercraft.imports.rows import StudentItem
from tests.seed import SmallDistrict


@pytest.fixture
def item(district: SmallDistrict) -> StudentItem:
    """A roster row's say on a student of the north campus."""
    return StudentItem(campus_id=district.north.number, grade=12)
