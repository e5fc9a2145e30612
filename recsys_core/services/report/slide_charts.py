"""Figures of the report as charts of PowerPoint itself: their data lies behind them as a sheet and
can be edited there.
"""

import html
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Pt

from recsys_core.ingestion.formula import neutralise
from recsys_core.services.report.charts import ACCENT, INK, LINE, MUTED
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.numbers import places

SPREADSHEET_BEGAN = datetime(1899, 12, 30)
"""Day 0 of the dates of a sheet."""
GAP = 45
"""Percent of a bar's width between two bars."""


def add_chart(shapes: Any, figure: dict[str, Any], place: Sequence[int]) -> Any:
    """Draw a figure of the report (`blocks.Chart.figure`) as a native chart at `place` (left, top,
    width, height); the frame that holds it. Raises `ValueError` for a kind no report draws.
    """
    traces = figure["data"]
    if any("base" in trace for trace in traces):
        return _timeline(shapes, figure, place)
    if all(trace["type"] == "bar" for trace in traces):
        return _bars(shapes, figure, place)
    if all(trace["type"] == "scatter" for trace in traces):
        return _points(shapes, figure, place)
    raise ValueError(traces[0]["type"])


def _bars(shapes: Any, figure: dict[str, Any], place: Sequence[int]) -> Any:
    (trace,) = figure["data"]
    title, values = figure["layout"]["xaxis"]["title"]["text"], trace["x"]
    digits = f"0.{'0' * places(max(map(abs, values), default=1.0))}".rstrip(".")
    data = CategoryChartData(number_format=digits)
    data.categories = [_in_sheet(label) for label in trace["y"]]
    data.add_series(_in_sheet(title), values)
    frame = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    plot = _dressed(frame.chart, title).plots[0]
    plot.gap_width, series = GAP, plot.series[0]
    series.data_labels.show_value = True
    series.data_labels.position = XL_LABEL_POSITION.INSIDE_BASE
    for at, colour in enumerate(trace["marker"]["color"]):
        point = series.points[at]
        _fill(point, colour)
        if colour == ACCENT:
            point.data_label.font.color.rgb = RGBColor(255, 255, 255)
            point.data_label.position = XL_LABEL_POSITION.INSIDE_BASE
    if "error_x" in trace:
        _add_intervals(series, trace["error_x"])
    return frame


def _timeline(shapes: Any, figure: dict[str, Any], place: Sequence[int]) -> Any:
    """Each bar from its first to its last day: the days before it are a bar without colour."""
    traces = figure["data"]
    starts = [_day(trace["base"][0]) for trace in traces]
    lengths = [trace["x"][0] / 1000 / SECONDS_PER_DAY for trace in traces]
    data = CategoryChartData(number_format="yyyy-mm-dd")
    data.categories = [_in_sheet(trace["y"][0]) for trace in traces]
    data.add_series("From", starts)
    data.add_series("Days", lengths, number_format="0")
    frame = shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *place, data)
    chart = _dressed(frame.chart, "")
    plot, axis = chart.plots[0], chart.value_axis
    plot.gap_width = GAP
    plot.series[0].format.fill.background()
    for at, trace in enumerate(traces):
        _fill(plot.series[1].points[at], trace["marker"]["color"])
    axis.minimum_scale, axis.tick_labels.number_format = min(starts), "mmm yyyy"
    # About six dates on the axis.
    reach = max(map(sum, zip(starts, lengths, strict=True))) - min(starts)
    axis.major_unit = max(round(reach / 6), 1)
    axis.tick_labels.number_format_is_linked = False
    return frame


def _points(shapes: Any, figure: dict[str, Any], place: Sequence[int]) -> Any:
    data = XyChartData()
    for trace in figure["data"]:
        series = data.add_series(_in_sheet(trace["name"]))
        for x, y in zip(trace["x"], trace["y"], strict=True):
            series.add_data_point(x, y)
    frame = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)
    layout = figure["layout"]
    chart = _dressed(frame.chart, layout["yaxis"]["title"]["text"])
    _name_axis(chart.category_axis, layout["xaxis"]["title"]["text"])
    chart.has_legend, chart.legend.include_in_layout = True, False
    chart.legend.position = XL_LEGEND_POSITION.TOP
    for series, trace in zip(chart.plots[0].series, figure["data"], strict=True):
        _fill(series.marker, trace["marker"]["color"])
        series.format.line.color.rgb = _colour(trace["marker"]["color"])
        if "lines" not in trace["mode"]:
            series.format.line.fill.background()
    return frame


def _dressed(chart: Any, title: str) -> Any:
    """Type, axes and quiet lines; `title` names the axis of the values."""
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(13), _colour(INK)
    axis = chart.value_axis
    axis.major_gridlines.format.line.color.rgb = _colour(LINE)
    axis.format.line.fill.background()
    axis.tick_labels.font.color.rgb = _colour(MUTED)
    if title:
        _name_axis(axis, title)
    return chart


def _name_axis(axis: Any, title: str) -> None:
    axis.has_title = True
    axis.axis_title.text_frame.text = _readable(title)
    font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(12), False, _colour(MUTED)


def _add_intervals(series: Any, bars: dict[str, Any]) -> None:
    """Error bars, which the library has no call for; after ECMA-376, part 1, 21.2.2.55."""
    element = etree.SubElement(series._element, qn("c:errBars"))
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(element, qn(f"c:{name}")).set("val", value)
    for name, lengths in (("plus", bars["array"]), ("minus", bars["arrayminus"])):
        numbers = etree.SubElement(etree.SubElement(element, qn(f"c:{name}")), qn("c:numLit"))
        etree.SubElement(numbers, qn("c:ptCount")).set("val", str(len(lengths)))
        for at, length in enumerate(lengths):
            point = etree.SubElement(numbers, qn("c:pt"))
            point.set("idx", str(at))
            etree.SubElement(point, qn("c:v")).text = repr(float(length))
    # The schema wants them before the categories.
    series._element.find(qn("c:cat")).addprevious(element)


def _fill(mark: Any, colour: str) -> None:
    mark.format.fill.solid()
    mark.format.fill.fore_color.rgb = _colour(colour)


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def _day(moment: str) -> float:
    span = datetime.fromisoformat(moment) - SPREADSHEET_BEGAN
    return span.total_seconds() / SECONDS_PER_DAY


def _in_sheet(text: str) -> str:
    """A label as a cell of the chart's sheet may hold it: never run as a formula."""
    return neutralise(_readable(text))


def _readable(text: str) -> str:
    """A label as it reads: no markup, nothing XML cannot hold."""
    return "".join(sign for sign in html.unescape(text) if sign.isprintable())
