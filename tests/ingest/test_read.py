"""A file's text, row by row as Excel numbers it; what is no such text is refused with byte, row and remedy."""

import pytest

from svd.ingest.problems import UnusableFileError
from svd.ingest.read import read_grid, read_table
from svd.ingest.tables.sent_cells import Grid


@pytest.fixture
def read(tmp_path):
    def read_content(content: str | bytes, known=()):
        path = tmp_path / "sent.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(path, known)

    return read_content


def test_cells_are_text_without_outer_spaces(read):
    table = read("a, b \n007, x \n,NA\n")
    assert table.frame.to_dict("list") == {"a": ["007", ""], "b": ["x", "NA"]}
    assert list(table.frame.index) == [2, 3]


@pytest.mark.parametrize(
    ("encoding", "notes"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("The file is in UTF-16.",)),
        ("utf-16-le", ("The file is in UTF-16.",)),
        ("utf-16-be", ("The file is in UTF-16.",)),
        ("cp1252", ("The file is not in UTF-8: it was read as Windows-1252.",)),
    ],
)
def test_encodings(read, encoding, notes):
    table = read("a,b\nCafé,1\n".encode(encoding))
    assert table.frame["a"].tolist() == ["Café"]
    assert table.notes == notes


def test_british_marks_in_windows_1252(read):
    assert read("a,b\n£5 – ‘x’…,€\n".encode("cp1252")).frame["a"].tolist() == ["£5 – ‘x’…"]


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_other_marks_between_cells(read, mark, word):
    table = read("a,b\n1,x y\n".replace(",", mark))
    assert table.frame.to_dict("list") == {"a": ["1"], "b": ["x y"]}
    assert table.notes == (f"The cells are parted by {word}.",)


def test_a_comma_inside_cells_parts_nothing_where_semicolons_do(read):
    assert read("a;b\n1,5;2,5\n").frame["b"].tolist() == ["2,5"]
    assert read("sep=;\na;b\n1,5;2,5\n").frame.index.tolist() == [2]


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


def test_a_title_above_the_header_is_skipped(read):
    table = read("Report of May,,\nDrawn by,J Smith,\n\nref,When,what\n1,2026-01-31,x\n", known=["REF", "when"])
    assert table.frame.to_dict("list") == {"ref": ["1"], "When": ["2026-01-31"], "what": ["x"]}
    assert (list(table.frame.index), table.header_row) == ([5], 4)
    assert table.notes == ("2 rows above the header were skipped.",)
    assert table.letters == {"ref": "A", "When": "B", "what": "C"}


def test_without_known_columns_the_header_is_the_first_row_with_two_cells(read):
    assert list(read("Report of May\n\na,b\n1,2\n").frame.columns) == ["a", "b"]


def test_two_rows_that_name_more_columns_together_are_one_header(read):
    table = read("ref,Place,\n,easting,northing\n1,2,3\n", known=["ref", "Place easting", "place_northing"])
    assert list(table.frame.columns) == ["ref", "Place easting", "Place northing"]
    assert list(table.frame.index) == [3]


def test_empty_columns_at_the_end_are_no_fault(read):
    table = read("a,b\n1,2,,\n3,4\n5,6,,\n")
    assert table.frame["b"].tolist() == ["2", "4", "6"]
    assert list(table.frame.index) == [2, 3, 4] and table.ragged.empty


def test_totals_at_the_foot_are_put_apart(read):
    table = read("ward,count\nAsh,1\nTotal,9\nBirch,2\nTotal,3\n\nGrand total,3\n")
    assert table.frame["ward"].tolist() == ["Ash", "Total", "Birch"], "only those at the foot are sums"
    assert table.foot.to_dict() == {5: "Total, 3", 7: "Grand total, 3"}
    assert table.rows_read == 5


@pytest.mark.parametrize("last", ["Total,Ash", "Totalling,3", "E05,Total"])
def test_a_row_that_says_more_than_figures_is_no_total(read, last):
    assert read(f"a,b\n1,2\n{last}\n").foot.empty


def test_a_total_with_fewer_cells_is_no_broken_end(read):
    table = read("a,b,c\n1,2,3\nTotal,2\n")
    assert table.foot.to_dict() == {3: "Total, 2"}


def test_words_for_nothing_are_empty_and_marks_of_suppression_stay(read):
    column = read("a,b\n" + "".join(f"{cell},x\n" for cell in ["-", "N/A", "NULL", "#REF!", "*", "<5", "0"]))
    assert column.frame["a"].tolist() == ["", "", "", "", "*", "<5", "0"]


def test_invisible_marks_and_line_breaks_are_taken_off(read):
    table = read('a,b\n"\u00a0x\u00a0y\u200b ","two\r\n lines"\n\'007,\'quoted\'\n')
    assert table.frame.to_dict("list") == {"a": ["x y", "007"], "b": ["two lines", "'quoted'"]}


def test_a_column_there_twice_matters_only_where_it_is_known(read):
    table = read("a,b,a\n1,2,3\n", known=["b"])
    assert table.frame.to_dict("list") == {"a": ["1"], "b": ["2"]}
    assert table.notes == ("Column C, 'a', is there twice; the first was read.",)
    with pytest.raises(UnusableFileError, match="'A ' twice|'A' twice"):
        read("a,b,A\n1,2,3\n", known=["a", "b"])


@pytest.mark.parametrize("month", ["202602", "Feb 2026"])
def test_a_month_there_twice_is_refused_by_its_columns_letters(read, month):
    with pytest.raises(UnusableFileError, match="the same month over columns B and D"):
        read(f"a,{month},202601,{month}\n1,2,3,4\n", known=["a", "202601"])


def test_a_nameless_column_that_holds_something_is_noted(read):
    assert read("a,,b,\n1,2,3,\n").notes == ("Column B has no name and was left out.",)


def test_the_grid_has_every_cell(tmp_path):
    path = tmp_path / "sent.csv"
    path.write_text("Report\n\na,b\n1,-\nTotal,1\n")
    assert read_grid(path) == Grid(None, 3, [["Report"], [], ["a", "b"], ["1", "-"], ["Total", "1"]])


def test_a_header_alone_has_no_rows(read):
    assert read("a,b\n").rows_read == 0


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        (b"", "empty_file", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty_file", "empty"),
        (b"PK\x03\x04rest", "truncated", "Excel workbook"),
        (b"%PDF-1.7", "wrong_format", "a PDF"),
        (b"\x89PNG\r\n", "wrong_format", "a picture"),
        (b"\xff\xd8\xff\xe0", "wrong_format", "a picture"),
        (b"a,b\n1,\x00\n", "wrong_format", "some other program"),
        (b"\n<!doctype html><p>Sign in, please", "wrong_format", "a web page"),
        (b'{"a": 1, "b": 2}', "wrong_format", "JSON"),
        (b'[{"a": 1}]', "wrong_format", "JSON"),
        (b"<html><table><tr><td>1</td></tr></table>", "wrong_format", "a web page"),
        (b"PAR1....PAR1", "wrong_format", "a Parquet file"),
        (b"\x1f\x8b\x08", "wrong_format", "a gzip archive"),
        (b"Report of May\n", "wrong_format", "no table"),
        (b"a,b\nCaf\xc3\xa9,1\nCaf\xe9,2\n", "wrong_encoding", "row 3"),
        ("a,b\nx,1\n".encode("utf-16")[:-1], "wrong_encoding", "UTF-16"),
        (b"a," * 16_385 + b"\n", "too_large", "16,384 columns"),
        (b"a,b\n" + b"1,2\n" * 1_048_576, "too_large", "1,048,576 rows"),
        (b"a,b,a\n1,2,3\n", "wrong_format", "'a' twice"),
        (b"a,b\n1,2\nCaf\x82,3\n", "wrong_encoding", "byte 0x82 at position 12, row 3"),
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
