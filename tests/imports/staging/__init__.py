"""Tests of staging: what a file would do, before it does anything."""
