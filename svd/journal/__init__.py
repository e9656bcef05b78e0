"""What people did and decided, written down for good: files of lines that are only ever added, one writer at a time."""
