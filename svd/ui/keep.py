"""What was worked out for one visitor, kept for all: handed out as it is, neither hashed by content nor copied."""

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import signature
from threading import Lock
from typing import ParamSpec, TypeVar

_P, _T = ParamSpec("_P"), TypeVar("_T")
_all: list[Callable[[], None]] = []


def keep(most: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Keep the last ``most`` results of a function by its arguments, but for those whose names begin with ``_``.

    Arguments are given by their place. A result is shared by all who ask, so nobody may change it. Who asks for what is
    just being worked out waits for it; what raises is not kept. ``st.cache_data`` pickles each result and hashes each
    argument by its content, which costs more than most figures do.
    """

    def wrap(make: Callable[_P, _T]) -> Callable[_P, _T]:
        is_told = [not name.startswith("_") for name in signature(make).parameters]

        @lru_cache(maxsize=most)
        def find(*key: object) -> _Once:
            return _Once()

        @wraps(make)
        def kept(*given: _P.args) -> _T:
            key = (each for each, told in zip(given, is_told, strict=True) if told)
            return find(*key).ask(lambda: make(*given))

        _all.append(find.cache_clear)
        return kept

    return wrap


def forget() -> None:
    """Forget all that is kept: for who measures what it costs to work it out."""
    for clear in _all:
        clear()


class _Once:
    """A result that is worked out by the first who asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._result: tuple = ()

    def ask(self, make: Callable) -> object:
        if not self._result:
            with self._lock:
                if not self._result:
                    self._result = (make(),)
        return self._result[0]
