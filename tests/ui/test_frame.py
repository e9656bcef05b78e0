"""A fault on a page is one message that names no path of the server; what nobody foresaw goes to the log."""

import logging

from streamlit.testing.v1 import AppTest


def _fail_for_space() -> None:
    import errno

    from svd.ui import frame

    with frame.catch_faults():
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/dashboard/data/extracts")


def _fail_for_want_of_a_file() -> None:
    from pathlib import Path

    from svd.ui import frame

    with frame.catch_faults():
        Path("/srv/dashboard/nowhere.csv").read_bytes()


def _fail_as_nobody_foresaw() -> None:
    from svd.ui import frame

    with frame.catch_faults():
        raise RuntimeError("/srv/dashboard broke")


def test_a_fault_of_any_kind_names_no_path_on_the_page(caplog):
    said = []
    for fail in (_fail_for_space, _fail_for_want_of_a_file, _fail_as_nobody_foresaw):
        with caplog.at_level(logging.ERROR):
            (told,) = AppTest.from_function(fail, default_timeout=60).run().error
        said.append(told.value)
    assert said[0].startswith("**What this page needs can't be written: the disk is full.**\n\nFree space on the disk")
    assert "a file or folder of it is missing" in said[1] and "can't be shown" in said[2]
    assert not any("/srv" in each for each in said) and "/srv/dashboard broke" in caplog.text
