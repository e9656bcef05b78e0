"""Codes of people: the same person gives the same hash, nobody else does, and the key is never told."""

import hashlib
import hmac
from pathlib import Path

import pandas as pd
import pytest

from svd.errors import UserError
from svd.ingest.private.identity import fingerprint_key, hash_code, hash_people, make_key, read_key
from svd.ingest.problems import UnusableFileError

KEY = "correct horse battery staple, 40 characters"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SVD_KEY", "SVD_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SVD_HOME", str(tmp_path))
    return tmp_path


def keep_secret(home: Path, text: str) -> None:
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "secrets.toml").write_text(text, encoding="utf-8")


def test_a_hash_is_hmac_sha_256_of_purpose_partner_and_code():
    expected = hmac.new(KEY.encode(), b"person|council|p 1", hashlib.sha256).hexdigest()[:32]

    assert hash_code("person", "council", " P  1", KEY.encode()) == expected


def test_another_partner_code_or_key_is_another_hash():
    hashes = {
        hash_code("person", "council", "P1", KEY.encode()),
        hash_code("person", "yjs", "P1", KEY.encode()),
        hash_code("person", "council", "P2", KEY.encode()),
        hash_code("person", "council", "P1", b"k" * 32),
    }
    assert len(hashes) == 4


def test_the_environment_goes_before_a_file_named_and_that_before_the_secrets_file(home, monkeypatch):
    keep_secret(home, f'pseudonym_key = "{"s" * 32}"')
    assert read_key() == b"s" * 32
    named = home / "key.txt"
    named.write_text("f" * 32 + "\n", encoding="utf-8-sig")
    monkeypatch.setenv("SVD_KEY_FILE", str(named))
    assert read_key() == b"f" * 32
    monkeypatch.setenv("SVD_KEY", KEY)
    assert read_key() == KEY.encode()


@pytest.mark.parametrize("secret", ["pseudonym_key = 'short-secret'", "pseudonym_key = short-secret", "other = 1"])
def test_a_key_that_is_no_key_is_refused_without_repeating_it(home, secret):
    keep_secret(home, secret)

    with pytest.raises(UserError) as caught:
        read_key()
    assert "short-secret" not in str(caught.value) and caught.value.remedy


def test_a_key_beside_the_data_is_refused(home, monkeypatch):
    named = home / "data" / "extracts" / "key.txt"
    named.parent.mkdir(parents=True)
    named.write_text(KEY, encoding="utf-8")
    monkeypatch.setenv("SVD_KEY_FILE", str(named))

    with pytest.raises(UserError, match="beside the data"):
        read_key()


def test_a_file_of_a_key_that_is_not_there_is_named(home, monkeypatch):
    monkeypatch.setenv("SVD_KEY_FILE", str(home / "nowhere.txt"))

    with pytest.raises(UserError, match="nowhere.txt"):
        read_key()


def test_codes_without_a_key_have_the_file_refused_and_no_codes_need_none():
    codes = pd.Series(["P1", ""])

    with pytest.raises(UnusableFileError, match=r"cases.csv holds codes of people in column 'CRN'.*svd key") as caught:
        hash_people(codes, "probation", "cases.csv", "CRN")
    assert caught.value.rule == "missing_key"
    assert hash_people(pd.Series(["", ""]), "probation", "cases.csv", "").isna().all()


def test_the_fingerprint_changes_with_the_key_and_is_empty_without(monkeypatch):
    assert fingerprint_key() == ""
    monkeypatch.setenv("SVD_KEY", KEY)
    first = fingerprint_key()
    monkeypatch.setenv("SVD_KEY", "k" * 32)
    assert len({first, fingerprint_key(), ""}) == 3


def test_a_fresh_key_is_long_enough_and_never_the_same(monkeypatch):
    fresh = make_key()
    monkeypatch.setenv("SVD_KEY", fresh)
    assert read_key() == fresh.encode() and make_key() != fresh
