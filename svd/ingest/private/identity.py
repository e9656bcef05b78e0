"""Codes that partners give people -> keyed hashes: a person seen twice is one person, and nobody can be named."""

import hashlib
import hmac
import os
import re
import secrets
import tomllib
from pathlib import Path

import pandas as pd

from svd.errors import UserError
from svd.ingest.problems import UnusableFileError
from svd.ingest.words import look_up
from svd.paths import read_paths

KEY, KEY_FILE, SETTING = "SVD_KEY", "SVD_KEY_FILE", "pseudonym_key"
SHORTEST_KEY = 32
REMEDY = (
    f"Make one with python -m svd key, keep it as {SETTING} in .streamlit/secrets.toml, in the environment variable "
    f"{KEY} or in a file that {KEY_FILE} names, and build again."
)
_HASH_LENGTH = 32


def make_key() -> str:
    """A fresh key that nobody can guess."""
    return secrets.token_urlsafe(48)


def read_key() -> bytes:
    """The key of this partnership; raises UserError, which never repeats it, where there is none or it is too short."""
    where, key = _find_key(read_paths().home)
    if not key:
        raise UserError("There is no key to hide the codes of people with.", REMEDY)
    if len(key) < SHORTEST_KEY:
        raise UserError(f"The key in {where} has fewer than {SHORTEST_KEY} characters.", REMEDY)
    return key.encode()


def fingerprint_key() -> str:
    """A text that changes with the key and tells nothing of it; empty without a usable key."""
    try:
        return hash_code("fingerprint", "", "", read_key())
    except UserError:
        return ""


def hash_people(codes: pd.Series, partner: str, file: str, column: str) -> pd.Series:
    """The keyed hash of each code, index kept; null where it is empty. The same code of two partners gives two hashes.

    Raises UnusableFileError where any code is sent and there is no key.
    """
    if not (codes != "").any():
        return pd.Series(None, index=codes.index, dtype="str")
    try:
        key = read_key()
    except UserError as fault:
        message = f"{file} holds codes of people in column {column!r}. {fault.message}"
        raise UnusableFileError("missing_key", message, fault.remedy, column=column) from None
    return look_up(codes, lambda code: hash_code("person", partner, code, key) if code else None)


def hash_code(purpose: str, partner: str, code: str, key: bytes) -> str:
    """HMAC-SHA-256 of ``code`` without case and spare spaces, for one purpose and one partner, as 32 hex digits."""
    plain = re.sub(r"\s+", " ", code).strip().casefold()
    return hmac.new(key, f"{purpose}|{partner}|{plain}".encode(), hashlib.sha256).hexdigest()[:_HASH_LENGTH]


def _find_key(home: Path) -> tuple[str, str]:
    """Where the key is and the key: the environment goes before a file named, that before the secrets file."""
    if os.environ.get(KEY, "").strip():
        return KEY, os.environ[KEY].strip()
    named = os.environ.get(KEY_FILE, "")
    if named:
        path = Path(named).expanduser().resolve()
        if path.is_relative_to((home / "data").resolve()):
            raise UserError(f"The file that {KEY_FILE} names lies beside the data it hides.", "Move it elsewhere.")
        return f"the file that {KEY_FILE} names", _read_text(path).strip()
    secrets_file = home / ".streamlit" / "secrets.toml"
    if not secrets_file.is_file():
        return "", ""
    try:
        key = tomllib.loads(_read_text(secrets_file)).get(SETTING, "")
    except tomllib.TOMLDecodeError:
        raise UserError(f"{secrets_file.name} can't be read.", "Mend it: each line is a name = 'value'.") from None
    return secrets_file.name, key if isinstance(key, str) else ""


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserError(
            f"{path.name}, which holds the key, can't be read.", "Check its name and who may read it."
        ) from None
