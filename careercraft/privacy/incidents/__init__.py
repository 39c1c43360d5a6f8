"""Incidents: what is known of one, its clocks, and the steps that lead to its end."""
