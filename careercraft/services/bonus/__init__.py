"""The Outcomes Bonus as a district works with it: money, lists, "what if", and the state's word."""
