"""Tests of the procedure of incidents."""
