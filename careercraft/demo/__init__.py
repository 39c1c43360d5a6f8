"""Cottonwood Bend ISD: a district of invented people, as files in the layouts real ones come in."""
