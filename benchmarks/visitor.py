"""One visitor of a Streamlit app served within this process: what the server works for, without network or browser."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.caching.storage.dummy_cache_storage import MemoryCacheStorageManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

WAIT_SECONDS = 120
_WAIT_OF_THE_LOOP = 0.01


Widgets = dict[str, str | list[str]]
"""What is chosen, by the id of the choice: one option, or a list where it takes many."""


class Choice(NamedTuple):
    """A selectbox, or a multiselect where it takes many: its id, its options and what was chosen."""

    id: str
    options: list[str]
    chosen: str | list[str]

    def pick(self, number: int) -> str | list[str]:
        """Another of the options than was chosen, each in its turn."""
        others = [option for option in self.options if option != self.chosen]
        other = others[number % len(others)]
        return other if isinstance(self.chosen, str) else [other]


class Visitor:
    """A browser's side of one session: it takes the messages as bytes, as they go over the wire, and asks for runs."""

    client_context = None

    def __init__(self, runtime: Runtime, loop: asyncio.AbstractEventLoop) -> None:
        self._runtime, self._loop = runtime, loop
        self._finished = threading.Event()
        self._messages: list[bytes] = []
        self._session = self._call(lambda: runtime.connect_session(self, {}))

    def write_forward_msg(self, message: ForwardMsg) -> None:
        """Called by Streamlit for each message to the browser."""
        self._messages.append(message.SerializeToString())
        if message.WhichOneof("type") == "script_finished":
            self._finished.set()

    def run(self, page: str = "", query: str = "", widgets: Widgets | None = None) -> float:
        """Processor seconds of a run, and of sending what it drew; ``widgets`` are the choices made, by their id."""
        ask = BackMsg()
        ask.rerun_script.page_name, ask.rerun_script.query_string = page, query
        for name, value in (widgets or {}).items():
            state = ask.rerun_script.widget_states.widgets.add(id=name)
            if isinstance(value, str):
                state.string_value = value
            else:
                state.string_array_value.data.extend(value)
        self._finished.clear()
        self._messages.clear()
        started = time.process_time()
        self._call(lambda: self._runtime.handle_backmsg(self._session, ask))
        if not self._finished.wait(WAIT_SECONDS):
            raise SystemExit(f"No answer from the page {page} within {WAIT_SECONDS} s")
        return time.process_time() - started

    def read(self) -> list[ForwardMsg]:
        """The messages of the last run."""
        return [ForwardMsg.FromString(message) for message in self._messages]

    def count_bytes(self) -> int:
        """Bytes sent by the last run."""
        return sum(map(len, self._messages))

    def find_choice(self, label: str) -> Choice | None:
        """The choice of this label in the last run; None where there is none."""
        for message in self.read():
            element = message.delta.new_element
            if (box := element.selectbox).label == label:
                return Choice(box.id, list(box.options), box.raw_value or box.options[box.default])
            if (many := element.multiselect).label == label:
                return Choice(many.id, list(many.options), [])
        return None

    def list_faults(self) -> list[str]:
        """What the last run showed as an error."""
        elements = [message.delta.new_element for message in self.read()]
        shown = [each.alert.body for each in elements if each.alert.body and each.alert.format == each.alert.ERROR]
        return [*shown, *(each.exception.message for each in elements if each.HasField("exception"))]

    def _call(self, do: object) -> object:
        async def done() -> object:
            return do()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(WAIT_SECONDS)


@contextmanager
def serve_here(script: Path) -> Iterator[Visitor]:
    """A visitor of the app, which stops when the block ends."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    config.set_option("server.fileWatcherType", "none")  # files that others write beside it are no cost of a page
    Runtime._instance = None  # Streamlit serves one app a process; here one after another
    runtime = Runtime(
        RuntimeConfig(
            script_path=str(script),
            media_file_storage=MemoryMediaFileStorage("/media"),
            uploaded_file_manager=MemoryUploadedFileManager("/upload"),
            cache_storage_manager=MemoryCacheStorageManager(),
        )
    )
    asyncio.run_coroutine_threadsafe(runtime.start(), loop).result(WAIT_SECONDS)
    try:
        yield Visitor(runtime, loop)
    finally:
        runtime.stop()
        time.sleep(_WAIT_OF_THE_LOOP)
