"""What a district's own programs may read: tokens, and each answer as plain data."""
