"""Incidents: reported by anybody, worked on by the records office, closed by two persons."""
