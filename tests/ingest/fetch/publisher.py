"""A publisher's web server on this computer, which also redirects, stalls, breaks off and refuses."""

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from svd.catalogue.open_data import Download
from svd.ingest.fetch import Fetched, Line
from svd.ingest.fetch import fetch as fetch_entry

CSV = b"month,ward_code,count\n2026-01,W1,3\n2026-01,W2,0\n"
LONG = b"month,ward_code,count\n" + b"2026-01,W1,3\n" * 40_000


@dataclass
class Answer:
    """One answer: ``cut_at`` breaks off after so many bytes, ``stall_at`` stops there with the line open."""

    body: bytes = CSV
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = '"one"'
    takes_ranges: bool = True
    heeds_if_range: bool = True
    cut_at: int | None = None
    stall_at: int | None = None


@dataclass
class Publisher:
    """``answers`` by path are given in turn, the last again and again; ``asked`` is each request's path and headers."""

    base: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def offer(self, path: str, *answers: Answer) -> str:
        self.answers[path] = list(answers) or [Answer()]
        return self.base + path

    def take(self, path: str) -> Answer:
        answers = self.answers.get(path, [Answer(b"gone", 404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]


def make_handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = dict(self.headers.items())
            publisher.asked.append((self.path, asked))
            answer = publisher.take(self.path)
            if answer.etag and asked.get("If-None-Match") == answer.etag:
                publisher.sent.append(0)
                self.send_response(304)
                self.end_headers()
                return
            self.give(answer, asked)

        def give(self, answer: Answer, asked: dict[str, str]) -> None:
            start, status = 0, answer.status
            fits = asked.get("If-Range") == answer.etag or not answer.heeds_if_range
            if answer.takes_ranges and fits and status == 200 and "Range" in asked:
                start, status = int(asked["Range"].removeprefix("bytes=").removesuffix("-")), 206
            self.send_response(status)
            headers = {"Content-Length": str(len(answer.body) - start), "ETag": answer.etag} | answer.headers
            if status == 206:
                headers["Content-Range"] = f"bytes {start}-{len(answer.body) - 1}/{len(answer.body)}"
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            until = next((at for at in (answer.cut_at, answer.stall_at) if at is not None), len(answer.body))
            publisher.sent.append(max(0, until - start))
            with suppress(OSError):  # a client that has had enough closes the line
                self.wfile.write(answer.body[start:until])
            if answer.stall_at is not None:
                self.wfile.flush()
                publisher.stop.wait(20)

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def serve() -> Iterator[Publisher]:
    publisher = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(publisher))
    server.daemon_threads = True
    publisher.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        publisher.stop.set()
        server.shutdown()
        server.server_close()


def declare(address: str, **changed: object) -> Download:
    entry = {
        "id": "crime",
        "title": "Crime by ward",
        "publisher": "The Police",
        "source": "police",
        "page": "https://example.org/crime",
        "address": address,
        "kind": "csv",
        "file": "police crime.csv",
        "columns": ["Month", "Ward code", "COUNT"],
        "largest_mb": 10,
        "saves_to": "extracts",
        "licence": "Open Government Licence v3.0",
        "next_step": "Run python -m svd build.",
    }
    return Download(**(entry | changed))


def declare_zip(address: str, *members: str, **changed: object) -> Download:
    return declare(address, kind="zip", file="", members=members or ("*-{force}-street.csv",), **changed)


def fetch(entry: Download, folder: Path, values: dict[str, str], line: Line, report: Callable | None = None) -> Fetched:
    """``fetch`` with each column known by its own name only."""
    return fetch_entry(entry, [(name,) for name in entry.columns], folder, values, line, report)


def pack(files: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    """A zip archive of ``files``; ``change`` may alter each entry's record before it is written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            archive.writestr(info, content)
    return packed.getvalue()
