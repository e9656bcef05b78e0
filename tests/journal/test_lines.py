"""Lines are only added, and one that was cut off never happened."""

from svd.journal.lines import add_line, read_lines


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
