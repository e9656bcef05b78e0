"""What a file really is, whatever its name says: told by its first bytes, refused unless it can hold a table."""

import io
import re
import zipfile
import zlib

from svd.ingest.problems import UnusableFileError

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM\x00", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture or sound"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format", "a database"),
    (b"{\\rtf", "a Word document"),
    (b"PK\x05\x06", "an empty zip archive"),
)
_MARKUP = ((rb"<", "a web page or XML"), (rb"\{|\[\s*[\[{]", "JSON"))
_UNPACKED = "Unpack it and send the workbook or CSV inside it; a Numbers file, exported to Excel."
_IN_ZIP = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint file"),
)
_IN_OLE = (
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a PowerPoint file"),
)
WORKBOOKS = ("xlsx", "xlsb", "xls", "ods")
_OPENING = 1024
_OLD_BOOK, _SEAL, _FIRST_RECORDS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x2F, 4
_OLE = b"\xd0\xcf\x11\xe0"
_AS_TABLE = "Open it in the program it came from and save it as an Excel workbook or as 'CSV UTF-8 (comma delimited)'."


def find_kind(data: bytes, name: str) -> str:
    """One of WORKBOOKS, or 'text'; raises UnusableFileError where the file can hold no table, or is locked."""
    if not data[:_OPENING].strip() and not data.strip():  # a large file is not copied to see that it holds something
        raise UnusableFileError("empty_file", f"{name} is empty.", "Ask for the file again.")
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if data.startswith(b"PK\x03\x04"):
        kind = _look_into_zip(data, name)
    elif data.startswith(_OLE):
        kind = _look_into_ole(data, name)
    if kind in WORKBOOKS:
        return kind
    if kind:
        raise wrong_format(name, kind)
    return "text"


def refuse_markup(text: bytes, name: str) -> None:
    """Raise UnusableFileError where ``text`` is a page, XML or JSON; Excel opens some of these, so they look well."""
    opening = text[:200].lstrip()
    kind = next((kind for pattern, kind in _MARKUP if re.match(pattern, opening)), None)
    if kind:
        raise wrong_format(name, kind)


def wrong_format(name: str, kind: str) -> UnusableFileError:
    """The refusal of a file that is ``kind``."""
    remedy = _UNPACKED if "archive" in kind else _AS_TABLE
    return UnusableFileError("wrong_format", f"{name} is {kind}, not a table.", remedy)


def _look_into_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
            kind = archive.read("mimetype")[:100] if "mimetype" in members else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        message = f"{name} breaks off: it begins as an Excel workbook or zip archive and has no end."
        raise UnusableFileError("truncated", message, "Ask for the whole file again.") from None
    if b"opendocument" in kind:
        return "ods" if b"spreadsheet" in kind else "an OpenDocument file without sheets"
    return next((kind for part, kind in _IN_ZIP if any(m.startswith(part) for m in members)), "a zip archive")


def _look_into_ole(data: bytes, name: str) -> str:
    # The folder of these files holds its names in UTF-16; a workbook with a password is one sealed stream.
    if "EncryptedPackage".encode("utf-16-le") in data or _is_sealed(data):
        raise locked(name)
    found = (kind for entry, kind in _IN_OLE if f"{entry}\0".encode("utf-16-le") in data)
    return next(found, "an old Office file without sheets")


def _is_sealed(data: bytes) -> bool:
    """Whether an old workbook's first records hold the one that says its other records are encrypted."""
    at = data.find(_OLD_BOOK)
    for _ in range(_FIRST_RECORDS if at >= 0 else 0):
        kind, length = (int.from_bytes(data[start : start + 2], "little") for start in (at, at + 2))
        if kind == _SEAL:
            return True
        at += 4 + length
    return False


def locked(name: str) -> UnusableFileError:
    """The refusal of a workbook that asks for a password."""
    remedy = "Open it, take the password off (File, Info, Protect Workbook) and send it by a secure way."
    return UnusableFileError("password_protected", f"{name} is locked with a password.", remedy)
