"""How fast it is: ``make bench`` prints what docs/performance.md records."""
