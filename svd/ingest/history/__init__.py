"""A new file held against what is held of its feed already: what is odd about it, and what it would change."""
