"""app.py with its filters and its header, and no page below them."""

from benchmarks.frame import compile_frame

exec(compile_frame(), {"__name__": "__main__"})
