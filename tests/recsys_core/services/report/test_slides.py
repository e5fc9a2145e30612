"""The report as slides: charts and tables that can be changed, nothing outside or run."""

import io

import openpyxl
import pytest
from pptx import Presentation

from recsys_core.services.report.blocks import Cell, Chart, Facts, Points, Section, Table, Text
from recsys_core.services.report.charts import Mark, periods, ranking
from recsys_core.services.report.slide_charts import add_chart
from recsys_core.services.report.slides import HEIGHT, INNER, WIDTH, deck

NASTY = "=1+1 <b>\x07 & c"
MARKS = [
    Mark("EASE", 0.1, 0.09, 0.12, 40, "leader"),
    Mark(NASTY, 0.05, 0.04, 0.06, 40, "reference"),
]
BARS = Chart(ranking(MARKS, "Ranking quality", []), "EASE leads", "EASE 0.1, the others less")
YEAR = 365 * 86_400
TIMES = Chart(periods((0, YEAR), (YEAR, 2 * YEAR), 900, 100, "purchases"), "When", "A year each")
BLUE = {"type": "scatter", "y": [0.1], "marker": {"color": "#0072b2"}}
SCATTER = {
    "data": [
        BLUE | {"mode": "markers", "name": "Beaten", "x": [0.4]},
        BLUE | {"mode": "lines+markers", "name": "Best", "x": [0.5]},
    ],
    "layout": {"xaxis": {"title": {"text": "Variety"}}, "yaxis": {"title": {"text": "Quality"}}},
}


def opened(*sections: Section):
    return Presentation(io.BytesIO(deck("EASE leads", ["Of ten", ""], sections, "By us"))).slides


def charts(slides) -> list:
    return [shape.chart for one in slides for shape in one.shapes if shape.has_chart]


def grids(slides) -> list:
    return [shape.table for one in slides for shape in one.shapes if shape.has_table]


def test_a_chart_is_native_with_its_figures_intervals_and_what_a_screen_reader_says():
    slides = opened(Section("leaders", "Who leads", [BARS, Text("Meaning")]))
    assert slides[1].shapes.title.text == "EASE leads"
    (chart,) = charts(slides)
    plot = chart.plots[0]
    assert list(plot.categories)[1] == "EASE"
    assert plot.series[0].values == (0.05, 0.1)
    assert plot.series[0].data_labels.show_value, "of every bar, not of the leader's alone"
    bars = plot.series[0]._element.findall(".//{*}errBars//{*}v")
    assert [round(float(one.text), 3) for one in bars] == [0.01, 0.02, 0.01, 0.01]
    frame = next(shape for shape in slides[1].shapes if shape.has_chart)
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == BARS.alt
    assert any("Meaning" in s.text_frame.text for s in slides[1].shapes if s.has_text_frame)


def test_the_sheet_behind_a_chart_holds_its_figures_and_no_formula():
    (chart,) = charts(opened(Section("leaders", "Who leads", [BARS])))
    blob = chart.part.chart_workbook.xlsx_part.blob
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(blob)).active for cell in row]
    assert {cell.value for cell in cells} >= {"EASE", 0.1, "'=1+1 <b> & c"}
    assert all(cell.data_type != "f" for cell in cells)


def test_periods_and_points_are_native_too_and_what_is_neither_is_refused():
    points = Chart(SCATTER, "Variety costs little", "alt")
    times, scatter = charts(opened(Section("a", "A", [TIMES, points])))
    assert [series.name for series in times.plots[0].series] == ["From", "Days"]
    # 1 January 1971, as a sheet counts days.
    assert times.plots[0].series[0].values[0] == 25_934
    assert times.plots[0].series[1].values == (365, 365)
    assert [series.name for series in scatter.plots[0].series] == ["Beaten", "Best"]
    with pytest.raises(ValueError, match="pie"):
        add_chart(None, {"data": [{"type": "pie"}]}, (0, 0, 1, 1))


def test_a_long_table_says_how_many_rows_are_left_and_a_short_one_nothing():
    rows = [[str(n), Cell("0.1", "0.0 to 0.2", strong=True)] for n in range(50)]
    slides = opened(Section("t", "T", [Table(["n", "value"], rows, frozenset({1}))]))
    shown = [len(grid.rows) - 1 for grid in grids(slides)]
    assert len(shown) == 2
    texts = [s.text_frame.text for one in slides for s in one.shapes if s.has_text_frame]
    assert f"{50 - sum(shown)} more rows are in the report as HTML." in texts
    assert grids(slides)[0].cell(1, 1).text == "0.1 (0.0 to 0.2)"
    few = opened(Section("t", "T", [Table(["n", "value"], rows[:5])]))
    assert [len(grid.rows) for grid in grids(few)] == [6]
    assert "more row" not in str([s.text_frame.text for s in few[1].shapes if s.has_text_frame])


def test_every_word_of_a_section_is_on_its_slides_and_nothing_leaves_them():
    many = [f"Sentence {n}. {'word ' * 30}".strip() for n in range(20)]
    section = Section(
        "x",
        "Trust",
        [Points(many, "Fine"), Points([], "Money"), Facts([("Rows", NASTY)]), Text("Small")],
        lead="All checks passed.",
    )
    slides = opened(section)
    said = [s.text_frame.text for one in slides for s in one.shapes if s.has_text_frame]
    assert all(any(sentence in text for text in said) for sentence in [*many, "All checks passed."])
    assert {"Trust: Fine", "Money", "Small"} <= set(said)
    assert grids(slides)[0].cell(1, 1).text.startswith("=1+1 <b>")
    for shape in (shape for one in slides for shape in one.shapes):
        assert shape.left >= 0
        assert shape.left + shape.width <= WIDTH
        assert shape.top + shape.height <= HEIGHT
    assert sum(column.width for column in grids(slides)[0].columns) <= INNER
