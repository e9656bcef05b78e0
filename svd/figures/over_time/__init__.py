"""A series against its own past: limits, signals and what they say."""
