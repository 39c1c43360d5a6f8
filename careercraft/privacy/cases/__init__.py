"""Families' requests about a student's record: the law of the procedure, without any data.

Pure: a case goes in as plain facts, a sentence or a date comes out. 34 CFR 99.10, 99.20 to 99.22.
"""
