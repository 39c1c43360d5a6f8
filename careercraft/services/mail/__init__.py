"""Messages to staff: kept in the transaction of what they tell, handed over by the clock."""
