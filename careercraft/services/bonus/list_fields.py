"""What a column of a state list may mean, for the pages that ask."""

from careercraft.imports.state_lists import FIELDS

__all__ = ["FIELDS"]
