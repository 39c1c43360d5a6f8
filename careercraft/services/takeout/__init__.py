"""A district's complete data in open formats: one zip, made in pieces, kept sealed for days."""
