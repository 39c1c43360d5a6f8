"""The records office: requests, corrections, statements, letters, packets, disclosures."""
