"""Pure statistics, each with its source: arrays in, arrays out, and nothing of ours imported."""
