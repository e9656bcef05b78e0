"""Decodes a file's bytes, or says what the file really is: no text, no CSV, or text in another encoding."""

import codecs

from svd.ingest.problems import UnusableFileError

_MAGIC = (
    (b"PK\x03\x04", "an Excel workbook or zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture or sound"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a Word document"),
)
_MARKUP = ((b"<", "a web page or XML"), (b"{", "JSON"))
_AS_CSV = "Open it in the program it came from and save it as 'CSV UTF-8 (comma delimited)'."


def decode_text(data: bytes, name: str) -> bytes:
    """``data`` as UTF-8 without byte-order mark; raises UnusableFileError naming format, or byte and row."""
    if not data.strip():
        raise UnusableFileError("empty_file", f"{name} is empty.", "Ask for the file again.")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise _wrong_format(name, kind)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _decode(data, name, "utf-16").encode("utf-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        raise _wrong_format(name, "not text")
    for opening, kind in _MARKUP:
        if data.lstrip().startswith(opening):
            raise _wrong_format(name, kind)
    _decode(data, name, "utf-8")
    if not data.strip():
        raise UnusableFileError("empty_file", f"{name} is empty.", "Ask for the file again.")
    return data


def _wrong_format(name: str, kind: str) -> UnusableFileError:
    return UnusableFileError("wrong_format", f"{name} is {kind}, not a CSV.", _AS_CSV)


def _decode(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        row = data[: fault.start].count(b"\n") + 1
        where = f"byte 0x{data[fault.start]:02X} at position {fault.start + 1}, row {row}"
        message = f"{name} is not in UTF-8 ({where})."
        raise UnusableFileError("wrong_encoding", message, "Save it as 'CSV UTF-8' and send it again.") from None
