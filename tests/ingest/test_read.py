"""A file's text, row by row as Excel numbers it; what is no such text is refused with byte, row and remedy."""

import pytest

from svd.ingest.problems import UnusableFileError
from svd.ingest.read import read_table


@pytest.fixture
def read(tmp_path):
    def read_content(content: str | bytes):
        path = tmp_path / "sent.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(path)

    return read_content


def test_cells_are_text_without_outer_spaces(read):
    table = read("a, b \n007, x \n,NA\n")
    assert table.frame.to_dict("list") == {"a": ["007", ""], "b": ["x", "NA"]}
    assert list(table.frame.index) == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(read, encoding):
    assert read("a,b\nCafé,1\n".encode(encoding)).frame["a"].tolist() == ["Café"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(read, end):
    assert read(end.join(["a,b", "1,2", "3,4"])).frame["b"].tolist() == ["2", "4"]


def test_rows_are_numbered_past_blank_rows_and_lines_in_cells(read):
    table = read('a,b\n1,"two\nlines"\n\n,\n  \n2,x\n')
    assert list(table.frame.index) == [2, 6]
    assert table.rows_read == 2


def test_a_row_of_another_length_is_put_apart(read):
    table = read("a,b\n1,2,3\n4\n5,6\n")
    assert table.ragged.to_dict() == {2: "1,2,3", 3: "4"}
    assert list(table.frame.index) == [4]
    assert table.rows_read == 3


def test_a_column_without_a_name_is_left_out(read):
    assert list(read("a,,b,\n1,2,3,4\n").frame.columns) == ["a", "b"]


def test_a_header_alone_has_no_rows(read):
    assert read("a,b\n").rows_read == 0


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        (b"", "empty_file", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty_file", "empty"),
        (b"PK\x03\x04rest", "wrong_format", "Excel workbook"),
        (b"%PDF-1.7", "wrong_format", "a PDF"),
        (b"\x89PNG\r\n", "wrong_format", "a picture"),
        (b"\xff\xd8\xff\xe0", "wrong_format", "a picture"),
        (b"a,b\n1,\x00\n", "wrong_format", "not text"),
        (b"\n<!doctype html><p>Sign in, please", "wrong_format", "a web page"),
        (b'{"a": 1, "b": 2}', "wrong_format", "JSON"),
        (b"a;b\n1;2\n", "wrong_format", "semicolons"),
        (b"a\tb\n1\t2\n", "wrong_format", "tabs"),
        (b"Report of May\n", "wrong_format", "no table"),
        (b"a,b,a\n1,2,3\n", "wrong_format", "'a' twice"),
        (b"a,b\n1,2\nCaf\xe9,3\n", "wrong_encoding", "byte 0xE9 at position 12, row 3"),
        (b"a,b\n1,2\n3", "truncated", "row 3, the last, has 1 cells and the header 2"),
        (b"a,b\n1,2\n3\n\n", "truncated", "row 3"),
        (b'a,b\n1,2\n3,"open\n4,5\n', "truncated", "the quote opened in row 3 is never closed"),
        (b'a,b\n5" blade,1\n2,"open\n', "truncated", "the quote opened in row 3"),
        (b'a,b\n1,"x\n' + b"2,y\n" * 50_000, "truncated", "the quote opened in row 2"),
    ],
)
def test_files_that_are_refused(read, content, rule, said):
    with pytest.raises(UnusableFileError) as refusal:
        read(content)
    assert refusal.value.rule == rule
    assert said in refusal.value.message and "sent.csv" in refusal.value.message
    assert refusal.value.remedy


def test_a_quote_inside_a_cell_is_no_fault(read):
    assert read('a,b\n5" blade,x\n').frame["a"].tolist() == ['5" blade']


def test_a_missing_file(tmp_path):
    with pytest.raises(UnusableFileError, match="none.csv is missing"):
        read_table(tmp_path / "none.csv")
