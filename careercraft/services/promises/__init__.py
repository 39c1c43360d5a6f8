"""Standing promises, kept visible and true: who has access, who was trained, which terms hold."""
