"""Charts drawn on the server: pure geometry for ``components/chart_{bar,line,columns}.html``.

Widths and horizontal places are percentages, heights are pixels: a chart fits any screen and its words keep their size.
Numbers are ints, floats or None (nothing there); none is negative. Every chart comes with the table it was drawn from.

    {% include "components/chart_bar.html" with chart=chart %}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Number = int | float | None

LABEL = 22  # pixels for a line of words
BAR = 14
GAP = 12
PLOT = 160
MOST_WORDS = 9  # that fit below the columns on a phone
EDGE = 2  # per cent kept free at both ends of a line, for its dots


@dataclass(frozen=True)
class Bar:
    series: int  # 1, 2, …: its colour
    y: int
    width: str


@dataclass(frozen=True)
class Group:
    """What stands at one label: its words, what its numbers are, a bar each."""

    label: str
    text: str
    y: int
    bars: list[Bar]


@dataclass(frozen=True)
class Stretch:
    """From one dot of a line to the next."""

    series: int
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Dot:
    series: int
    x: str
    y: str


@dataclass(frozen=True)
class Mark:
    """A word under a line, or a rule across it."""

    text: str
    place: str
    anchor: str = "start"


@dataclass(frozen=True)
class Table:
    """A chart's numbers as text: names of the series, and a row per label."""

    names: list[str]
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class BarChart:
    key: str
    title: str
    summary: str
    height: int
    groups: list[Group]
    table: Table


@dataclass(frozen=True)
class LineChart:
    key: str
    title: str
    summary: str
    height: int
    stretches: list[Stretch]
    dots: list[Dot]
    rules: list[Mark]
    words: list[Mark]
    words_y: int
    table: Table


@dataclass(frozen=True)
class Column:
    series: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class ColumnChart:
    """``names`` say what the two colours mean, ``level`` is the height of the rule between them."""

    key: str
    title: str
    summary: str
    height: int
    names: tuple[str, str]
    columns: list[Column]
    level: str
    ground: int
    words: list[Mark]
    words_y: int
    table: Table


def bars(
    key: str,
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[Number]],
    *,
    summary: str,
    maximum: Number = None,
) -> BarChart:
    """Lying bars, a group per label and in it one of each series, as long as their share of ``maximum`` (the largest).

    ``key`` is an id, unique on the page; ``summary`` says in a sentence what the chart shows.
    """
    top = _top(labels, series, maximum)
    groups, y = [], 0
    for index, label in enumerate(labels):
        values = [numbers[index] for numbers in series.values()]
        drawn = [
            Bar(number, y + LABEL + (BAR + 2) * (number - 1), _percent(100 * min((value or 0) / top, 1)))
            for number, value in enumerate(values, 1)
        ]
        groups.append(Group(label, " · ".join(_text(value, maximum) for value in values), y + LABEL - 7, drawn))
        y += LABEL + (BAR + 2) * len(values) + GAP
    return BarChart(key, title, summary, max(y - GAP, 0), groups, _table(labels, series, maximum))


def line(
    key: str,
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[Number]],
    *,
    summary: str,
    maximum: Number = None,
) -> LineChart:
    """A line per series over the labels, from left to right. Where there is nothing the line is broken."""
    top = _top(labels, series, maximum)
    last = max(len(labels) - 1, 1)
    xs = [_percent(EDGE + (100 - 2 * EDGE) * index / last) for index in range(len(labels))]
    stretches, dots = [], []
    for number, values in enumerate(series.values(), 1):
        places = [
            None if value is None else Dot(number, x, f"{LABEL + PLOT * (1 - min(value / top, 1)):.1f}")
            for x, value in zip(xs, values, strict=True)
        ]
        stretches += [Stretch(number, one.x, one.y, two.x, two.y) for one, two in pairwise(places) if one and two]
        dots += [dot for dot in places if dot]
    rules = [Mark(_text(value, None), f"{LABEL + PLOT * (1 - value / top):.1f}") for value in (top, top / 2, 0)]
    words = []
    if labels:
        words.append(Mark(labels[0], _percent(0)))
    if len(labels) > 1:
        words.append(Mark(labels[-1], _percent(100), "end"))
    bottom = LABEL + PLOT
    table = _table(labels, series, None)
    return LineChart(key, title, summary, bottom + LABEL, stretches, dots, rules, words, bottom + LABEL - 4, table)


def columns(
    key: str,
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[Number]],
    *,
    summary: str,
    level: int | float,
    names: tuple[str, str],
    short: Sequence[str],
) -> ColumnChart:
    """Standing bars of one series and a rule at ``level``: those that reach it in one colour, the others in another.

    ``names`` are those of the two colours; ``short`` is what stands below the bars, of many only some.
    """
    (values,) = series.values()
    top = max(_top(labels, series, None), level or 1)
    share = 100 / max(len(values), 1)
    drawn = [
        Column(
            1 if (value or 0) >= level else 2,
            _percent(share * (index + 0.12)),
            f"{LABEL + PLOT * (1 - (value or 0) / top):.1f}",
            _percent(share * 0.76),
            f"{PLOT * (value or 0) / top:.1f}",
        )
        for index, value in enumerate(values)
    ]
    step = max(1, -(-len(short) // MOST_WORDS))
    words = [Mark(word, _percent(share * (step * n + 0.5)), "middle") for n, word in enumerate(short[::step])]
    bottom = LABEL + PLOT
    rule = f"{LABEL + PLOT * (1 - level / top):.1f}"
    table = _table(labels, series, None)
    return ColumnChart(
        key, title, summary, bottom + LABEL, names, drawn, rule, bottom, words, bottom + LABEL - 4, table
    )


def _top(labels, series, maximum):
    """What the full length stands for; never zero."""
    values = [value for numbers in series.values() for value in numbers if value is not None]
    if any(len(numbers) != len(labels) for numbers in series.values()) or any(value < 0 for value in values):
        raise ValueError("A chart needs a number (none below zero) or None for each label.")
    return maximum or max(values, default=0) or 1


def _percent(number):
    return f"{number:.2f}%"


def _text(value, maximum):
    """A number as words: 3, 2.5, 3/5, or a dash where there is nothing."""
    if value is None:
        return "–"
    return f"{value:g}" if maximum is None else f"{value:g}/{maximum:g}"


def _table(labels, series, maximum):
    rows = [
        (label, [_text(numbers[index], maximum) for numbers in series.values()]) for index, label in enumerate(labels)
    ]
    return Table(list(series), rows)
