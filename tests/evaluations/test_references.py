"""References of payments, pasted as spreadsheets give them."""

import pytest

from evaluations.stipends.export import NotATable, references


@pytest.mark.parametrize(
    "text",
    [
        "line,reference\n12,EXP-1\n13,EXP-2",
        "line\treference\n12\tEXP-1\n13\tEXP-2\n",
        "\ufeffline;payee;Reference\r\n12;Ada;EXP-1\r\n13;Ben;EXP-2\r\n",
        "\nLine\tPayee, first name, and more\tReference\n12\tAda\tEXP-1\n\n\t\t\n13\tBen\tEXP-2\nTotal\t\t2\n",
        "payee\tline\treference\nAda\t12\tEXP-1\n\t13\tEXP-2\nSumme\t\t\n\tGrand total\t2\n",
        "reference,line\nEXP-1,12.0\nEXP-2, 13 \n,14\n",
        '"line","reference"\n"12","EXP-1"\n"13","EXP-2"\n,\n',
    ],
    ids=["csv", "tabs", "bom", "blank rows", "totals", "excel's numbers", "quotes"],
)
def test_a_spreadsheets_paste_is_read(text):
    assert references(text) == {12: "EXP-1", 13: "EXP-2"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("line,reference\n12,EXP-1\n13,EXP-2\n12,EXP-3", "Row 4: line 12 is in row 2 already."),
        ("line\treference\n\n12\tEXP-1\n12.0\tEXP-1", "Row 4: line 12.0 is in row 3 already."),
        ("line,reference\nAda,EXP-1", "Row 2: “Ada” is not the number of a line."),
        ("line,reference\n,EXP-1", "Row 2: “” is not the number of a line."),
        ("number,reference\n1,x", "The first line must name the columns “line” and “reference”."),
        ("line,reference\n12,\nTotal,1", "No row has a reference."),
        ("\n \n", "The first line must name the columns “line” and “reference”."),
        (f"line,reference\n12,{'x' * 140_000}", "The table can't be read: field larger than field limit (131072)."),
    ],
)
def test_what_can_t_be_read_is_said_with_its_row(text, words):
    with pytest.raises(NotATable) as refusal:
        references(text)
    assert str(refusal.value) == words
