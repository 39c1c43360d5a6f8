"""Files that come by themselves: where from, when, what became of each, and who is told."""
