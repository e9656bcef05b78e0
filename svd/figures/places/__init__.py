"""Where events gather: hot cells, what became of them, and how much of everything a few places hold."""
