"""Testing days: who should sit which test, whose fee is covered, in which room, and what came of it."""
