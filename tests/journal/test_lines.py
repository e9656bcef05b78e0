"""Lines are only added, and one that was cut off never happened."""

import pytest

from svd.journal.lines import add_line, drop_last_line, read_lines


def test_lines_are_read_in_the_order_they_were_added(tmp_path):
    for number in (1, 2):
        add_line(tmp_path / "log", {"number": number})

    assert read_lines(tmp_path / "log") == [b'{"number": 1}', b'{"number": 2}']
    assert read_lines(tmp_path / "none") == []


def test_a_line_cut_off_never_happened_and_does_not_swallow_the_next(tmp_path):
    add_line(tmp_path / "log", {"number": 1})
    with (tmp_path / "log").open("ab") as file:
        file.write(b'{"number":')

    assert read_lines(tmp_path / "log") == [b'{"number": 1}']
    add_line(tmp_path / "log", {"number": 2})
    assert read_lines(tmp_path / "log") == [b'{"number": 1}', b'{"number": 2}']


@pytest.mark.parametrize("cut_off", [b"", b'{"number":'])
def test_the_last_whole_line_is_taken_away_and_what_was_cut_off_with_it(tmp_path, cut_off):
    for number in (1, 2):
        add_line(tmp_path / "log", {"number": number})
    with (tmp_path / "log").open("ab") as file:
        file.write(cut_off)

    drop_last_line(tmp_path / "log")
    assert (tmp_path / "log").read_bytes() == b'{"number": 1}\n'
    drop_last_line(tmp_path / "log")
    assert (tmp_path / "log").read_bytes() == b""
    add_line(tmp_path / "log", {"number": 3})
    assert read_lines(tmp_path / "log") == [b'{"number": 3}']
