"""The frame without a page: app.py as it is, but for the line that runs the page."""

from functools import lru_cache
from pathlib import Path
from types import CodeType

_PROJECT = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def compile_frame() -> CodeType:
    """app.py's code with the header drawn in the page's place."""
    app = (_PROJECT / "app.py").read_text(encoding="utf-8")
    assert app.count("pages.run()") == 1, "app.py no longer runs its page in one place"
    framed = app.replace("pages.run()", 'frame.open_page("Frame")').replace('"pages/', f'"{_PROJECT.as_posix()}/pages/')
    return compile(framed, "app.py", "exec")
