"""One visitor's page at a time: who comes while another's is worked out waits for it, in place of slowing it down.

Python runs one thread at a time however many there are. Thirty pages begun together are all ready at the end, and each
switch between them costs time of its own; one after another most are ready long before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore, local

_PATIENCE_SECONDS = 3
"""How long a page waits for its turn; after that it is worked out beside the others."""
_turn, _held = Semaphore(1), local()


@contextmanager
def take_turn() -> Iterator[None]:
    """Work with no other page beside it until the block ends or :func:`step_aside` is called."""
    _held.is_mine = _turn.acquire(timeout=_PATIENCE_SECONDS)
    try:
        yield
    finally:
        step_aside()


def step_aside() -> None:
    """Let the others go on: what follows takes long. It holds for the rest of this run of the page."""
    if getattr(_held, "is_mine", False):
        _held.is_mine = False
        _turn.release()
