"""Loading: whatever the pages need is there with the first thing of the screen that anybody loads."""

import ast
import subprocess
import sys

from tests.builders import PATHS

PROJECT = PATHS.home


def _list_needed() -> set[str]:
    """The modules that app.py and the pages import."""
    needed = set()
    for path in [PROJECT / "app.py", *sorted((PROJECT / "pages").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("svd"):
                held = {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "svd.ui" else set()
                needed |= held | {node.module}
    return needed


def test_all_that_pages_import_is_loaded_at_once() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import svd.ui, sys; print(*sys.modules)"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    needed = _list_needed()
    assert {"svd.ui.frame", "svd.ui.overview"} <= needed
    assert needed - set(told.stdout.split()) == set()
