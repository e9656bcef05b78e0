"""From a file's bytes to its cells as text: what kind of file it is, its sheets or lines, its header and its foot."""
