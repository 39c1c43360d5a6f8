"""Testing days: who should sit which test, at whose cost, in which room, and what came of it."""
