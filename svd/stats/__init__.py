"""Pure statistics: arrays in, arrays out, a source for each formula. Imports nothing of the project."""
