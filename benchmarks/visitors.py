"""``python -m benchmarks visitors --sessions 30 --minutes 5``: many visitors at once on a server just started.

Each is a websocket session of its own that speaks Streamlit's protocol: it opens a page, then changes a filter, thinks,
and changes another, now and then on another page. All on this computer alone.
"""

import argparse
import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.builds import PROJECT, copy_sample, time_build

PAGES = [path.stem for path in sorted((PROJECT / "pages").glob("*.py"))]
THOUGHT_SECONDS, START_SECONDS = 3, 60
PATIENCE_SECONDS, FIRST_PATIENCE_SECONDS = 120, 900
FILTERS = ("From", "To", "Compare with", "Wards", "Age")
FIRST_SECONDS, SOON_SECONDS, SHARE_SOON, MOST_SECONDS, MOST_MIB, MIB_A_MINUTE = 20, 1, 0.95, 5, 1536, 1
_TURNS_A_PAGE = 5
_LATE = "SYNTHETIC council_cctv_2025-10_2026-09.csv"
"""The sample's file that comes late, where one is taken in half-way."""


@dataclass
class Answers:
    """What all visitors met: seconds to the first page, seconds to each answer after it, and what failed."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    taken: float | None = None
    """Seconds that a file took to be taken in while they stayed."""
    worked: float | None = None
    """Processor seconds that the server worked for the answers after the first pages, where the system tells it."""


class Visitor:
    """One session: what it set so far, and the filters that the page offers."""

    def __init__(self, line: ClientConnection, number: int) -> None:
        self._line = line
        self._random = random.Random(number)
        self._set: dict[str, WidgetState] = {}
        self._offered: dict[str, tuple[str, str, list[str]]] = {}
        self.page = PAGES[number % len(PAGES)]

    async def ask(self) -> str:
        """Run the page with all that is set, to its end; gives what went wrong, empty where nothing did."""
        message = BackMsg()
        # The page that opens by default has no name of its own in the address.
        message.rerun_script.page_name = "" if self.page == "overview" else self.page
        message.rerun_script.widget_states.widgets.extend(self._set.values())
        await self._line.send(message.SerializeToString())
        fault = ""
        while True:
            told = ForwardMsg.FromString(await self._line.recv())
            kind = told.WhichOneof("type")
            if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                fault = fault or self._look(told.delta.new_element)
            elif kind == "page_not_found":
                fault = fault or "there is no such page"
            elif kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                is_done = told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                return fault if is_done else "the script did not end"

    def change(self, turn: int) -> None:
        """Set one filter to another value; every so many turns, open another page as well."""
        if turn % _TURNS_A_PAGE == 0:
            self.page = self._random.choice(PAGES)
        offered = [each for each in FILTERS if each in self._offered]
        if not offered:
            return  # the first page failed, and is asked for again
        label = self._random.choice(offered)
        kind, name, options = self._offered[label]
        chosen = self._random.choice(options)
        if kind == "multiselect":
            self._set[name] = WidgetState(id=name)
            self._set[name].string_array_value.data.append(chosen)
        else:
            self._set[name] = WidgetState(id=name, string_value=chosen)

    def _look(self, element: Element) -> str:
        """Note a filter; gives what an element says is wrong."""
        kind = element.WhichOneof("type")
        if kind == "exception":
            return element.exception.message or element.exception.type
        if kind == "alert" and element.alert.format == element.alert.ERROR:
            return element.alert.body
        if kind in ("selectbox", "multiselect"):
            widget = getattr(element, kind)
            options = _choose_sound(widget.label, list(widget.options))
            if widget.label in FILTERS and options:
                self._offered[widget.label] = (kind, widget.id, options)
        return ""


def _choose_sound(label: str, options: list[str]) -> list[str]:
    """Those that can be set alone: a period must not end before it begins, nor a month be asked for.

    The period first shown is of the last twelve months.
    """
    if label in ("From", "To"):
        return options[-36:-11] if label == "From" else options[-12:]
    return options[:-1] if label == "Compare with" else options


@asynccontextmanager
async def visit(port: int, number: int) -> AsyncIterator[Visitor]:
    """A session that is open until the block ends."""
    address = f"ws://localhost:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None) as line:
        yield Visitor(line, number)


class Stay:
    """The time that all visitors stay for: it begins once each of them has its first page, or failed to get it."""

    def __init__(self, sessions: int, minutes: float) -> None:
        self._left, self._seconds = sessions, 60 * minutes
        self._begun, self._until = asyncio.Event(), 0.0

    async def begin(self) -> None:
        """Wait for the others' first pages."""
        self._left -= 1
        if not self._left:
            self._until = time.monotonic() + self._seconds
            self._begun.set()
        await self._begun.wait()

    async def wait_for_all(self) -> None:
        """Wait until all have their first pages."""
        await self._begun.wait()

    async def wait_for_half(self) -> None:
        """Wait until all have their first pages and half of the time is over."""
        await self.wait_for_all()
        await asyncio.sleep(self._seconds / 2)

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._until


async def _stay(port: int, number: int, stay: Stay, answers: Answers) -> None:
    """One visitor from the first page to the end of the time."""
    thought = random.Random(number)
    async with visit(port, number) as visitor:
        has_page = await _ask(visitor, answers, answers.first, FIRST_PATIENCE_SECONDS)
        await stay.begin()
        turn = 0
        while has_page and not stay.is_over:
            await asyncio.sleep(THOUGHT_SECONDS * thought.uniform(0.8, 1.2))
            turn += 1
            visitor.change(turn)
            has_page = await _ask(visitor, answers, answers.later, PATIENCE_SECONDS)


async def _ask(visitor: Visitor, answers: Answers, kept: list[float], patience: float) -> bool:
    """Have the page run, and note how long that took or what failed; false where the visitor got nothing and leaves."""
    asked_at, has_ended = time.perf_counter(), True
    try:
        fault = await asyncio.wait_for(visitor.ask(), patience)
    except (ConnectionClosed, TimeoutError) as failed:
        fault, has_ended = type(failed).__name__, False
    kept.append(time.perf_counter() - asked_at)
    if fault:
        answers.failed.append(f"{visitor.page}: {fault}")
    return has_ended


async def _watch_memory(pid: int, kept: list[tuple[float, float]]) -> None:
    """Note the server's memory each second: minutes since the beginning, and MiB."""
    begun = time.monotonic()
    while (held := read_memory(pid)) is not None:
        kept.append(((time.monotonic() - begun) / 60, held))
        await asyncio.sleep(1)


def read_memory(pid: int) -> float | None:
    """The MiB that a process holds; None where the system does not tell it this way."""
    with suppress(OSError):
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
        return int(found[1]) / 1024 if found else None
    return None


class Taken(NamedTuple):
    """A file to take in while visitors stay, and the folders of extracts and store that it goes into."""

    file: Path
    extracts: Path
    store: Path


async def measure(
    port: int, pid: int, sessions: int, minutes: float, taken: Taken | None = None
) -> tuple[Answers, list[tuple[float, float]]]:
    """What so many visitors met who all came at once and stayed so long, and the memory as it grew.

    ``taken``: a file that is taken in half-way.
    """
    answers, memory, stay = Answers(), [], Stay(sessions, minutes)
    watching = asyncio.create_task(_watch_memory(pid, memory))
    working = asyncio.create_task(_watch_work(pid, stay, answers))
    visits = [_stay(port, number, stay, answers) for number in range(sessions)]
    await asyncio.gather(*visits, *([_take_in(taken, stay, answers)] if taken else []))
    watching.cancel()
    working.cancel()
    return answers, memory


async def _watch_work(pid: int, stay: Stay, answers: Answers) -> None:
    """Note each second what the server has worked since all have their first pages."""
    await stay.wait_for_all()
    begun = read_work(pid)
    while begun is not None and (worked := read_work(pid)) is not None:
        answers.worked = worked - begun
        await asyncio.sleep(1)


def read_work(pid: int) -> float | None:
    """The processor seconds that a process has worked, user and system; None where the system does not tell them."""
    with suppress(OSError):
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return None


async def _take_in(taken: Taken, stay: Stay, answers: Answers) -> None:
    """Have the command line take the file in when half of the time is over; what it says is wrong counts as failed."""
    await stay.wait_for_half()
    own = {"SVD_HOME": str(PROJECT), "SVD_STORE": str(taken.store), "SVD_EXTRACTS": str(taken.extracts)}
    before, asked_at = (taken.store / "CURRENT").read_text(encoding="utf-8"), time.perf_counter()
    command = [sys.executable, "-m", "svd", "accept", str(taken.file), "--by", "a benchmark"]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=PROJECT, env=os.environ | own, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await process.communicate()
    has_changed = (taken.store / "CURRENT").read_text(encoding="utf-8") != before
    if process.returncode not in (0, 1) or not has_changed:
        answers.failed.append(f"accept: {told.decode(errors='replace')[-300:]}")
    answers.taken = time.perf_counter() - asked_at


@contextmanager
def serve(store: Path, log: Path) -> Iterator[tuple[int, int]]:
    """A server just started on ``store``: its port and process, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    options = ["--server.port", str(port), "--server.fileWatcherType", "none", "--server.headless", "true"]
    own = {"SVD_HOME": str(PROJECT), "SVD_STORE": str(store), "SVD_EXTRACTS": str(store.parent / "extracts")}
    own["SVD_SIGNALS"] = str(store.parent / "signals")
    with log.open("w", encoding="utf-8") as sink:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
        server = subprocess.Popen(command, cwd=PROJECT, env=os.environ | own, stdout=sink, stderr=sink)
        try:
            _wait_until_up(port, server, log)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_up(port: int, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), urlopen(f"http://localhost:{port}/_stcore/health", timeout=5):
            return
        time.sleep(0.1)
    raise SystemExit(f"The server did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def word_answers(answers: Answers, memory: list[tuple[float, float]]) -> Iterator[str]:
    """A line for each thing measured, with what is wanted of it."""
    runs = len(answers.first) + len(answers.later)
    if answers.first:
        yield (
            f"- first page: {len(answers.first)} visitors, median {np.median(answers.first):.1f} s, "
            f"longest {max(answers.first):.1f} s (wanted: within {FIRST_SECONDS})"
        )
    if answers.later:
        soon = np.mean(np.array(answers.later) <= SOON_SECONDS)
        yield (
            f"- {len(answers.later):,} filter changes: {soon:.1%} answered within {SOON_SECONDS} s (wanted: "
            f"{SHARE_SOON:.0%}), median {np.median(answers.later):.2f} s, longest {max(answers.later):.1f} s "
            f"(wanted: within {MOST_SECONDS})"
        )
    if answers.later and answers.worked is not None:
        yield f"- the server worked {answers.worked / len(answers.later) * 1000:.0f} ms of processor time a change"
    if answers.taken is not None:
        yield f"- a file was taken in half-way, in {answers.taken:.0f} s"
    yield f"- runs that failed: {len(answers.failed)} of {runs} (wanted: none)"
    yield from (f"  - {fault[:200]}" for fault in list(dict.fromkeys(answers.failed))[:10])
    if len(memory) > 2:
        late = np.array([each for each in memory if each[0] >= 0.4 * memory[-1][0]])
        slope = np.polyfit(late[:, 0], late[:, 1], 1)[0]
        yield (
            f"- the server's memory: {memory[0][1]:,.0f} MiB at first, {memory[-1][1]:,.0f} MiB at last, most "
            f"{max(held for _, held in memory):,.0f} MiB (wanted: at most {MOST_MIB:,}); {slope:+.1f} MiB a minute "
            f"over the last three fifths (wanted: under {MIB_A_MINUTE})"
        )
    else:
        yield "- the server's memory: this system does not tell it"


def main(given: list[str]) -> int:
    """Run it and print what came out; 1 where any run failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks visitors")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--store", type=Path, help="A store that is built. Default: the sample's, built first.")
    parser.add_argument("--accept", action="store_true", help="Take a month's file in half-way.")
    parser.add_argument("--fresh", action="store_true", help="Start without a store: the first visitor has it built.")
    asked = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, taken = asked.store or folder / "store", None
        if not asked.store and not asked.fresh:
            copy_sample(folder / "extracts")
            if asked.accept:
                taken = Taken(folder / _LATE, folder / "extracts", store)
                (folder / "extracts" / _LATE).rename(taken.file)
            for line in time_build(folder / "extracts", store):
                print(line, flush=True)
        with serve(store, folder / "log") as (port, pid):
            answers, memory = asyncio.run(measure(port, pid, asked.sessions, asked.minutes, taken))

        for line in word_answers(answers, memory):
            print(line)
        if answers.failed:
            log = (folder / "log").read_text(encoding="utf-8", errors="replace")
            print(f"\nWhat the server wrote:\n{log[log.find('Traceback') :][:4000]}")
    return 1 if answers.failed else 0
