"""What was sent, kept as it came, and the journal of who took it in, undid or removed it."""
