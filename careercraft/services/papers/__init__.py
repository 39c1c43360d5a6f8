"""Documents that people hand in about students: kept, found again, compared with the record."""
