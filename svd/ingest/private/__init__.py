"""Nobody can be named: codes become keyed hashes, personal columns are refused, personal words are not repeated."""
