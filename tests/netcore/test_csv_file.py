"""Reading tables from CSV: what is understood, and which line is to blame for what is not."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcore.datasets import csv_file
from netcore.datasets.csv_file import Labels, parse_csv, read_csv
from netcore.errors import DataError, NetcoreError, SettingError


def table(text, *args, **options):
    return parse_csv(text.splitlines(keepends=True), *args, **options)


def test_a_table_with_a_heading_and_classes_in_words():
    found = table("height,weight,animal\n1.5,2,cat\n3,4e1,dog\n-5,.5,cat\n")

    assert found.X.tolist() == [[1.5, 2], [3, 40], [-5, 0.5]]
    assert found.y.tolist() == [0, 1, 0]
    assert found.class_names == ("cat", "dog")
    assert found.feature_names == ("height", "weight")
    assert found.label_name == "animal"


def test_a_table_without_a_heading():
    found = table("1,2,3\n4,5,6\n")

    assert found.X.tolist() == [[1, 2], [4, 5]]
    assert found.feature_names == ("column 1", "column 2")
    assert found.class_names == ("3", "6")


@pytest.mark.parametrize("label", ["b", 1, -2])
def test_the_label_is_any_column_by_name_or_number(label):
    found = table("a,b,c\n1,x,2\n3,y,4\n", label)

    assert found.X.tolist() == [[1, 2], [3, 4]]
    assert found.label_name == "b"
    assert found.feature_names == ("a", "c")
    assert found.y.tolist() == [0, 1]


def test_the_order_of_the_lines_does_not_change_the_numbers_of_the_classes():
    assert table("1,b\n2,a\n").y.tolist() == [1, 0]
    assert table("1,10\n2,9\n3,9.0\n").class_names == ("9", "10")
    assert table("1,10\n2,9\n3,9.0\n").y.tolist() == [1, 0, 0]


def test_labels_with_fractions_are_quantities():
    found = table("x,price\n1,2.5\n2,3\n")

    assert found.y.tolist() == [[2.5], [3]]
    assert found.class_names == ()


def test_many_whole_labels_are_quantities_unless_they_are_said_to_be_classes():
    text = "".join(f"0,{number}\n" for number in range(30))

    assert table(text).y.shape == (30, 1)
    assert table(text, labels=Labels.CLASSES).y.tolist() == list(range(30))
    assert table("0,1\n0,2\n").class_names == ("1", "2")
    assert table("0,1\n0,2\n", labels=Labels.NUMBERS).y.tolist() == [[1], [2]]


def test_semicolons_decimal_commas_and_tabs_are_found_out():
    assert table("1,5;2;ja\n3;4,25;nein\n").X.tolist() == [[1.5, 2], [3, 4.25]]
    assert table("1\t2\tx\n3\t4\ty\n").X.tolist() == [[1, 2], [3, 4]]
    assert table("1|2|x\n", delimiter="|").X.tolist() == [[1, 2]]


def test_blank_lines_spaces_and_quotes_are_no_matter():
    found = table('\n\n"height, in m", "animal"\n 1.5 ,"a ""big"" cat"\n\n,\n2,dog\n')

    assert found.X.tolist() == [[1.5], [2]]
    assert found.class_names == ('a "big" cat', "dog")


def test_a_heading_of_numbers_can_be_said_to_be_one():
    assert table("1,2\n3,4\n", has_header=True).feature_names == ("1",)


def test_bad_rows_are_named_by_line_and_column():
    text = "\nage,pay,job\n1,2,x\n3,x\n4,old,y\n5,,y\n6,7,\nnan,1,x\n1e999,1,x\n"
    with pytest.raises(DataError) as error:
        table(text)

    says = str(error.value)
    assert "line 4: it has 2 columns, the first row 3" in says
    assert "line 5: column 2 ('pay') holds 'old', not a number" in says
    assert "line 6: column 2 ('pay') is empty" in says
    assert "line 7: column 3 ('job') is empty" in says
    assert "line 8: column 1 ('age') holds 'nan', not a number; and 1 more." in says
    assert "skip bad rows" in says


def test_bad_rows_are_skipped_and_counted_where_that_is_wanted():
    found = table("a,b\n1,x\n?,y\n3,y\n", skip_bad_rows=True)

    assert found.X.tolist() == [[1], [3]]
    assert [bad.line for bad in found.bad_rows] == [3]
    assert found.bad_row_count == 1


def test_the_line_is_right_after_a_cell_of_several_lines():
    with pytest.raises(DataError, match="line 4: column 1"):
        table('a,b\n1,"x\ny"\nbad,z\n')


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("", {}, "is empty"),
        ("\n \n", {}, "is empty"),
        ("a,b\n", {}, "no usable line of data below its heading"),
        ("one\ntwo\n", {}, "line 1: found 1 column; a feature and a label are needed"),
        ("a,b\n1,2\n", {"label": "c"}, "to be called 'c', but there are 'a', 'b'"),
        ("a,a\n1,2\n", {"label": "a"}, "to be called 'a'"),
        ("a,b\n1,2\n", {"label": "a", "has_header": False}, "but there are no headings"),
        ("1,2\n", {"label": 2}, "no column 2; they go from 0 to 1"),
        ("1,2\n", {"label": -3}, "no column -3"),
        ("x,2\n3,4\n", {"has_header": False}, "if line 1 holds headings, say so"),
        ('1,"2\n', {}, "line 1: .*mend the quotes"),
        ('1,"2"x\n', {}, "line 1: .*mend the quotes"),
        ("a,b\n1,x\n", {"labels": Labels.NUMBERS}, "line 2: column 2 .'b'. holds 'x'"),
        ("0," * 10_001 + "1\n", {}, "found 10,002 columns"),
        ("0," + "x" * 200_000, {}, "field larger than"),
        ("0" * (2**20 + 1), {}, "a line of more than"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(text, options, says):
    with pytest.raises(DataError, match=says):
        table(text, **options)


def test_one_word_among_many_numbers_is_a_mistake_and_not_a_class():
    text = "".join(f"0,{number}\n" for number in range(30)) + "0,none\n"
    with pytest.raises(DataError, match="line 31: the label 'none' is not a number, while others are"):
        table(text)


def test_too_many_classes_are_refused():
    text = "".join(f"0,name{number}\n" for number in range(csv_file.MOST_CLASSES + 1))
    with pytest.raises(DataError, match="more than 1,000 classes"):
        table(text)


def test_a_delimiter_is_one_character():
    with pytest.raises(SettingError, match="the delimiter is '::'"):
        table("1,2\n", delimiter="::")


def test_files_are_read_with_their_names_in_errors(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("\ufeffa,b\r\n1,x\r\n2,ÿ\r\n", encoding="utf-8")

    assert read_csv(path).feature_names == ("a",)
    assert read_csv(str(path)).class_names == ("x", "ÿ")
    with pytest.raises(DataError, match=r"mine\.csv has 19 bytes; at most 10"):
        read_csv(path, most_bytes=10)
    path.write_bytes("a,b\n1,ÿ\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"mine\.csv is not UTF-8 text: it has the byte 0xff"):
        read_csv(path)
    with pytest.raises(DataError, match="No such file"):
        read_csv(tmp_path / "other.csv")
    with pytest.raises(DataError, match="cannot read"):
        read_csv(tmp_path)


CELLS = st.one_of(st.floats(width=32).map(str), st.text(max_size=4), st.sampled_from(["", "1", "x", '"', "1,2", "1_0"]))
TABLES = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=8).map("\n".join)


@given(
    text=st.one_of(TABLES, st.text(max_size=80), st.text(alphabet='0123456789.,;\t\n\r"ex-', max_size=120)),
    label=st.one_of(st.integers(-3, 3), st.text(max_size=2)),
    has_header=st.sampled_from([None, True, False]),
    labels=st.sampled_from(Labels),
    skip=st.booleans(),
)
@example(text="\x00,1\n", label=0, has_header=None, labels=Labels.GUESS, skip=False)
@example(text="1,1e400\n", label=-1, has_header=False, labels=Labels.CLASSES, skip=True)
def test_any_text_gives_a_table_or_our_own_error(text, label, has_header, labels, skip):
    try:
        found = table(text, label, has_header=has_header, labels=labels, skip_bad_rows=skip)
    except NetcoreError:
        return  # our own error is an answer too
    assert len(found.X) == len(found.y) > 0
    assert found.X.shape[1] == len(found.feature_names)
    assert np.all(np.isfinite(found.X))
    assert found.class_names or np.all(np.isfinite(found.y))


@given(content=st.binary(max_size=200))
def test_any_bytes_give_a_table_or_our_own_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(content)
    try:
        found = read_csv(path)
    except NetcoreError:
        return  # our own error is an answer too
    assert len(found.X) > 0


@pytest.mark.parametrize("line", ["0,{0}\n", "0,{0}.5\n", "0,name{0}\n", "x,{0}\n", "0,0,0,0,0,0,0,0,0,0,0,1\n"])
def test_a_table_takes_a_few_times_the_memory_of_its_file(tmp_path, line):
    path = tmp_path / "large.csv"
    path.write_text("".join(line.format(number) for number in range(12_000)))
    tracemalloc.start()
    try:
        read_csv(path, has_header=False)
    except DataError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 8 * path.stat().st_size + 2**20
