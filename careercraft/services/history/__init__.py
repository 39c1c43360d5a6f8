"""A student's record as it stood at the end of any day, and what changed it since."""
