"""What lets others check on the house: the audit trail verified and read, the audit room."""
