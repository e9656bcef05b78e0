"""Asks one address, following redirects that stay safe, and asks again where the fault may pass."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from requests import exceptions as broken

from svd.catalogue.open_data import is_safe_address
from svd.ingest.fetch.faults import BrokenLineError, RefusedError

Answer = TypeVar("Answer")
_GOOD = (200, 206, 304, 416)
_MAY_PASS = (408, 429, 500, 502, 503, 504)
_NETWORK = "Check the network and, where there is one, the proxy (HTTPS_PROXY), and try again."
_HEADERS = {
    "User-Agent": "svd-dashboard",
    # Compressed on the way, neither the length nor a range of the file could be checked.
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True)
class Line:
    """How patiently addresses are asked; all times are seconds."""

    session: requests.Session = field(default_factory=requests.Session)
    sleep: Callable[[float], None] = time.sleep
    connect_within: float = 15
    answer_within: float = 60
    tries: int = 6
    redirects: int = 5
    longest_wait: float = 120


def persist(line: Line, work: Callable[[], Answer]) -> Answer:
    """What ``work`` gives, tried again after each BrokenLineError with longer pauses; at last raises RefusedError."""
    for done in range(1, line.tries + 1):
        try:
            return work()
        except BrokenLineError as fault:
            wait = min(2.0 ** (done - 1), line.longest_wait) if fault.wait is None else fault.wait
            if wait > line.longest_wait:
                raise RefusedError(
                    f"{fault.fault} and asks to wait {wait / 60:.0f} minutes", "Try again then."
                ) from None
            if done == line.tries:
                raise RefusedError(f"{fault.fault}, {done} times over", _NETWORK) from None
            line.sleep(wait)
    raise AssertionError("a line tries at least once")


def ask(line: Line, address: str, headers: Mapping[str, str]) -> requests.Response:
    """The answer of ``address`` or of where it leads, its body not yet read; raises BrokenLineError or RefusedError."""
    for _ in range(line.redirects + 1):
        if not is_safe_address(address):
            raise RefusedError(f"leads to {address}, which is no https address")
        response = _get(line, address, headers)
        target = line.session.get_redirect_target(response)
        if target is None:
            _judge(response)
            return response
        response.close()
        address = urljoin(address, target)
    raise RefusedError(f"leads on from address to address, more than {line.redirects} times")


def _get(line: Line, address: str, headers: Mapping[str, str]) -> requests.Response:
    timeout = (line.connect_within, line.answer_within)
    try:
        return line.session.get(
            address, headers={**_HEADERS, **headers}, stream=True, allow_redirects=False, timeout=timeout
        )
    except broken.SSLError:
        remedy = "Where the council's proxy opens secure connections, name its certificate in REQUESTS_CA_BUNDLE."
        raise RefusedError("has a certificate that this computer does not trust", remedy) from None
    except broken.ProxyError:
        raise BrokenLineError("can't be reached through the proxy") from None
    except broken.ConnectTimeout:
        raise BrokenLineError(f"did not answer within {line.connect_within:g} seconds") from None
    except broken.Timeout:
        raise BrokenLineError(f"sent nothing for {line.answer_within:g} seconds") from None
    except broken.ConnectionError:
        raise BrokenLineError(f"can't be reached: no connection to {urlsplit(address).hostname}") from None
    except broken.RequestException as fault:
        raise RefusedError(f"can't be asked ({type(fault).__name__})") from None


def _judge(response: requests.Response) -> None:
    status = response.status_code
    if status in _GOOD:
        return
    response.close()
    fault = f"answers {word_status(status)}"
    if status in _MAY_PASS:
        raise BrokenLineError(fault, _read_wait(response.headers.get("Retry-After", "")))
    raise RefusedError(fault)


def word_status(status: int) -> str:
    """An HTTP status in words, with its number."""
    try:
        return f"{HTTPStatus(status).phrase} ({status})"
    except ValueError:
        return f"with the status {status}"


def _read_wait(text: str) -> float | None:
    """Seconds from now that a Retry-After asks for, given in seconds or as a date; None where it says neither."""
    if text.strip().isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
