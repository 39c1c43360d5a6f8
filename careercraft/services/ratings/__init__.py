"""Campuses rated: figures from stored outcomes, scores that people enter, letters from both."""
