"""People's Markdown, on pages and in e-mail: one renderer, whose work grows with the length of a text."""

import sys

import pytest

from amp_portal import markdown
from amp_portal.outbox import digest
from amp_portal.outbox.markup import as_html as as_letter
from amp_portal.outbox.masking import masked
from amp_portal.tags import as_markdown

LENGTH = 300
WAYS = {"page": as_markdown, "letter": as_letter}


def repeated(piece, length):
    return (piece * (length // len(piece) + 1))[:length]


def nested(opening, closing):
    return lambda length: (
        opening * (length // len(opening + closing)) + "a" + closing * (length // len(opening + closing))
    )


def deeper(mark):
    """A list in a list in a list, until the text is as long."""

    def make(length):
        lines, depth = [], 0
        while sum(map(len, lines)) < length:
            lines.append(f"{'  ' * depth}{mark} a\n")
            depth += 1
        return "".join(lines)

    return make


def wide(length):
    """A table whose rows are filled up to as many columns as its head has."""
    columns = length // 8
    return f"{'|a' * columns}|\n{'|-' * columns}|\n" + "|\n" * columns * 2


def growing_runs(length):
    runs, count = [], 1
    while sum(map(len, runs)) < length:
        runs.append("a" + "`" * count)
        count += 1
    return "".join(runs)


PIECES = [
    "[", "]", "![", "[](", "[a](", "[a](b)", "![a](b)", "[a](<", '[a](b "', "[a]", "[a]: b\n", "*", "**", "_", "*a ",
    "a**b", "**a *b _c ", "*_", "`", "``a`", "<", "<a ", "<!--", "<?", "<http://a", "&", "&#", "\\", ">", "> ", "> a\n",
    "- ", "- a\n", "* * ", "1. a\n", "# ", "~~~\n", "```\n", "a\n=\n", "|", "|a|\n", "a\n", "\n\n", "\t", "  ", "://",
    ":", "http://", "https://a.b/( ", "www.", "x@y.z ", "\u2068", "\u2069", "\u202e", "\u0301", "مر",
]  # fmt: skip
HOSTILE = {repr(piece): lambda length, piece=piece: repeated(piece, length) for piece in PIECES} | {
    "[[a]]": nested("[", "]"),
    "[[a](b)](b)": nested("[", "](b)"),
    "![![a](b)](b)": nested("![", "](b)"),
    "((a))": nested("[a](" + "(", ")"),
    "lists": deeper("-"),
    "numbered lists": deeper("1."),
    "quotes": deeper(">"),
    "a wide table": wide,
    "runs of backticks": growing_runs,
}


def work(function, text):
    """How many lines of Python it takes, of ours and of the parser's: the same on every machine, however busy."""
    count = 0

    def step(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        function(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_four_times_the_text_is_about_four_times_the_work(way, hostile):
    short, long = (work(way, hostile(length)) for length in (LENGTH, 4 * LENGTH))

    assert long < 6 * short + 2_000


@pytest.mark.parametrize("hostile", [HOSTILE[repr(piece)] for piece in ("[", "://", "\u2068", ":")])
def test_a_long_text_is_no_burden(hostile):
    """What runs in C is not counted above: with work that grows faster it would take minutes."""
    text = hostile(100_000)

    assert as_letter(text)
    assert len(digest.excerpt(f"Hello,\n\n{text}")) <= 140
    assert len(masked(text)) <= len(text)


@pytest.mark.parametrize("show", [as_markdown, as_letter])
def test_a_picture_by_link_is_its_words(show):
    text = "See ![the **broken** page](https://tracker.example/p.png) and ![](https://tracker.example/q.png)."

    html = show(text)

    assert html == "<p>See the <strong>broken</strong> page and a picture.</p>\n"


def test_a_picture_in_a_link_leaves_the_link():
    assert markdown.as_html("[![logo](https://t.example/l.png)](https://a.example/)") == (
        '<p><a href="https://a.example/" rel="nofollow noopener">logo</a></p>\n'
    )


@pytest.mark.parametrize("show", [as_markdown, as_letter])
@pytest.mark.parametrize(
    "text",
    [
        "[call](skype:evil?call)",
        "[x](data:image/png;base64,AAAA)",
        "[x](intent://scan/#Intent;end)",
        "[x](javascript:alert(1))",
        "<skype:evil?call>",
    ],
)
def test_a_link_leads_to_a_page_or_to_mail_and_nowhere_else(show, text):
    """What the parser lets through, the sanitiser takes out: without it this fails."""
    assert "href" not in show(text)


@pytest.mark.parametrize("show", [as_markdown, as_letter])
def test_a_link_of_somebodys_recommends_nothing(show):
    """The sanitiser says so on each link: without it this fails."""
    assert 'rel="nofollow noopener"' in show("https://a.example/")
    assert 'rel="nofollow noopener"' in show("[a](https://a.example/)")


@pytest.mark.parametrize("show", [as_markdown, as_letter])
@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", '<a href="//e" onclick="x">x</a>']
)
def test_html_is_only_words(show, text):
    html = show(text)

    assert "&lt;" in html
    assert not any(tag in html for tag in ("<img", "<script", "<a "))


def test_a_letter_shows_where_a_link_goes():
    shown = as_letter("[your bank](https://evil.example/a_b) and <https://a.example/>, [here](/logout/)")

    assert shown == (
        '<p>your bank (<a href="https://evil.example/a_b" rel="nofollow noopener">https://evil.example/a_b</a>) and '
        '<a href="https://a.example/" rel="nofollow noopener">https://a.example/</a>, here</p>\n'
    )


def test_an_address_written_out_is_a_link_on_pages_too():
    assert 'href="https://a.example/x_y_z"' in as_markdown("See https://a.example/x_y_z.")
    assert "<a" not in as_markdown("`https://a.example/`")


def test_a_text_from_right_to_left_says_so_block_by_block():
    assert as_markdown("مرحبا\n\n- hello") == ('<p dir="auto">مرحبا</p>\n<ul>\n<li dir="auto">hello</li>\n</ul>\n')
    assert "dir=" not in as_markdown("hello")


def test_a_turn_of_direction_in_a_text_is_left_out():
    assert as_markdown("a\u202eb\u2066c") == "<p>abc</p>\n"
