from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amp_portal import charts

numbers = some.lists(some.none() | some.integers(0, 10_000), min_size=1, max_size=20)


def bars(values, **options):
    return charts.bars(
        "key", "Title", [f"label {n}" for n in range(len(values))], {"done": values}, summary="…", **options
    )


def share(percent):
    return float(percent.removesuffix("%"))


@given(numbers)
def test_a_bar_is_as_long_as_its_share_of_the_largest(values):
    chart = bars(values)
    largest = max((value for value in values if value), default=1)

    assert [share(group.bars[0].width) for group in chart.groups] == [
        pytest.approx(100 * (value or 0) / largest, abs=0.01) for value in values
    ]


@given(numbers)
def test_groups_stand_below_each_other_inside_the_picture(values):
    chart = bars(values)
    ys = [group.bars[0].y for group in chart.groups]

    assert ys == sorted(set(ys))
    assert ys[-1] + charts.BAR <= chart.height


def test_a_maximum_is_said_with_each_number():
    chart = bars([2, None], maximum=8)

    assert [group.text for group in chart.groups] == ["2/8", "–"]
    assert [group.bars[0].width for group in chart.groups] == ["25.00%", "0.00%"]
    assert chart.table == charts.Table(["done"], [("label 0", ["2/8"]), ("label 1", ["–"])])


@given(numbers)
def test_a_line_runs_from_left_to_right_and_breaks_where_there_is_nothing(values):
    chart = charts.line("key", "Title", [str(n) for n in range(len(values))], {"done": values}, summary="…")
    xs = [share(dot.x) for dot in chart.dots]
    pairs = pairwise(values)

    assert xs == sorted(xs)
    assert all(0 <= x <= 100 for x in xs)
    assert all(0 <= float(dot.y) <= chart.height for dot in chart.dots)
    assert len(chart.dots) == sum(value is not None for value in values)
    assert len(chart.stretches) == sum(one is not None and two is not None for one, two in pairs)


def columns(values, level=10):
    names = [f"label {n}" for n in range(len(values))]
    return charts.columns(
        "key", "Title", names, {"left": values}, summary="…", level=level, names=("enough", "fewer"), short=names
    )


@given(numbers, some.integers(1, 40))
def test_columns_stand_side_by_side_on_the_ground_and_say_by_colour_who_reaches_the_level(values, level):
    chart = columns(values, level)
    top, ground = max(level, *(value or 0 for value in values)), charts.LABEL + charts.PLOT

    assert all(float(column.y) + float(column.height) == pytest.approx(ground, abs=0.2) for column in chart.columns)
    assert [float(column.height) for column in chart.columns] == [
        pytest.approx(charts.PLOT * (value or 0) / top, abs=0.1) for value in values
    ]
    assert [column.series == 1 for column in chart.columns] == [(value or 0) >= level for value in values]
    assert all(share(one.x) + share(one.width) < share(two.x) for one, two in pairwise(chart.columns))
    assert len(chart.words) <= max(charts.MOST_WORDS, len(values) // 2 + 1)


def test_nothing_is_drawn_from_nothing():
    chart = charts.line("key", "Title", [], {"done": []}, summary="…")

    assert (chart.dots, chart.stretches, chart.words) == ([], [], [])
    assert bars([]).height == 0


@pytest.mark.parametrize("values", [[1], [1, 2, 3], [1, -1]])
def test_numbers_that_do_not_fit_are_refused(values):
    with pytest.raises(ValueError, match="for each label"):
        charts.bars("key", "Title", ["a", "b"], {"done": values}, summary="…")


def test_a_chart_comes_with_its_words_and_its_table(guide):
    figure = guide.split('<figure class="chart">')[1].split("</figure>")[0]

    assert 'role="img" aria-labelledby="milestones-title milestones-desc"' in figure
    assert '<title id="milestones-title">Milestones, in weeks</title>' in figure
    assert '<desc id="milestones-desc">Two of three milestones are done' in figure
    assert '<th scope="row">The first fast path</th><td>11</td><td>–</td>' in figure
