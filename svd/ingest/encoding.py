"""Decodes a text file's bytes into UTF-8, whichever encoding they are in, or says at which byte they are none."""

import codecs
import re

from svd.ingest.problems import UnusableFileError
from svd.ingest.tables.kinds import refuse_markup, wrong_format

# What letters and marks of British files are in Windows-1252; the rest of 0x80 to 0x9F points to another encoding.
_UNLIKELY_1252 = re.compile(rb"[\x81-\x84\x86-\x8b\x8d\x8f\x90\x98\x9b\x9d]")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_UTF8_LETTER = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
_OLD_END = b"\x1a"
"""Old systems close a text with this mark."""
_LOOKED_AT = 4_096


def decode_text(data: bytes, name: str) -> tuple[bytes, list[str]]:
    """``data`` as UTF-8 without byte-order mark, and a note of any other encoding; raises UnusableFileError."""
    data, notes = _decode_utf16(data, name)
    data = data.removeprefix(codecs.BOM_UTF8).removesuffix(_OLD_END)
    if b"\0" in data:
        raise wrong_format(name, "a file of some other program")
    refuse_markup(data, name)
    if not data.isascii():
        data, more = _decode_bytes(data, name)
        notes += more
    if not data or data.isspace():
        raise UnusableFileError("empty_file", f"{name} is empty.", "Ask for the file again.")
    return data, notes


def _decode_utf16(data: bytes, name: str) -> tuple[bytes, list[str]]:
    encoding = None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in data[:_LOOKED_AT]:
        # Plain letters have an empty second half in this encoding: every other byte is NUL.
        even, odd = (data[start:_LOOKED_AT:2].count(0) for start in (0, 1))
        half = len(data[:_LOOKED_AT]) // 2
        encoding = (
            "utf-16-le" if odd > 0.6 * half and not even else "utf-16-be" if even > 0.6 * half and not odd else None
        )
    if encoding is None:
        return data, []
    try:
        return data.decode(encoding).encode("utf-8"), ["The file is in UTF-16."]
    except UnicodeError:
        raise UnusableFileError(
            "wrong_encoding", f"{name} begins as UTF-16 and is none.", "Save it as 'CSV UTF-8' and send it again."
        ) from None


def _decode_bytes(data: bytes, name: str) -> tuple[bytes, list[str]]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        is_other = _UNLIKELY_1252.search(data) or _CONTROL.search(data) or _UTF8_LETTER.search(data)
        if is_other:
            row = data[: fault.start].count(b"\n") + 1
            where = f"byte 0x{data[fault.start]:02X} at position {fault.start + 1}, row {row}"
            message = f"{name} is neither in UTF-8 nor in Windows-1252 ({where})."
            raise UnusableFileError("wrong_encoding", message, "Save it as 'CSV UTF-8' and send it again.") from None
        return data.decode("cp1252").encode("utf-8"), ["The file is not in UTF-8: it was read as Windows-1252."]
    return data, []
