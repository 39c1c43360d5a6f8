"""Loading the demonstration: the district is founded, and its files go through the importers.

Every step is what a person would do: upload, read, apply, declare what the district does not have,
recompute. A second run finds everything done; one that was interrupted is carried on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, sessionmaker

from careercraft import clock
from careercraft.config import Settings
from careercraft.db import district_session
