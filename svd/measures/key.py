"""The secret from which protection starts: made once, kept with the other secrets and never beside the data."""

import os
import secrets
import tomllib
from pathlib import Path

from svd.errors import UserError
from svd.measures.book import NAME
from svd.paths import read_paths

VARIABLE, SETTING = "SVD_PROTECTION_KEY", "protection_key"
SHORTEST = 32
_SAMPLE = b"the made-up partnership hides nothing that is true"
_REMEDY = (
    f"Bring back {SETTING} in .streamlit/secrets.toml, or {VARIABLE}, from where your secrets are kept. With another "
    "key what was shown before could be told from what is shown now. If it is lost, remove the store and build anew."
)


def find_key(store: Path, *, is_synthetic: bool) -> bytes:
    """The key for the store in that folder, made where nothing was ever shown; made-up data have a fixed one.

    Raises UserError where the store has shown figures and there is no key, or it is too short.
    """
    if is_synthetic:
        return _SAMPLE
    key = os.environ.get(VARIABLE, "").strip() or _read_setting(_secrets_file())
    if not key:
        if (store / NAME).exists():
            raise UserError("The key that protects small numbers is gone, and figures were shown with it.", _REMEDY)
        key = _make_key(_secrets_file())
    if len(key) < SHORTEST:
        raise UserError(f"The key that protects small numbers has fewer than {SHORTEST} characters.", _REMEDY)
    return key.encode()


def _secrets_file() -> Path:
    return read_paths().home / ".streamlit" / "secrets.toml"


def _read_setting(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig")).get(SETTING, "")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise UserError(f"{path.name} can't be read.", "Mend it: each line is a name = 'value'.") from None
    return found if isinstance(found, str) else ""


def _make_key(path: Path) -> str:
    """A fresh key, added as the first line of the secrets file, where no table of it has begun."""
    key = secrets.token_urlsafe(48)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        path.write_text(f'{SETTING} = "{key}"\n{before}', encoding="utf-8")
        path.chmod(0o600)
    except OSError as fault:
        remedy = f"Let it be written, or set {VARIABLE} to a text of {SHORTEST} characters or more that is kept safe."
        raise UserError(f"No key could be kept in {path.name}: {fault.strerror}.", remedy) from None
    return key
