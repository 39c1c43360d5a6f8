"""Tests of a single student: judged, explained, shown."""
