"""The table behind a chart."""

import csv
import io
from datetime import UTC, datetime

import pandas as pd
import plotly.graph_objects as go
import pytest

from pages.kit.chart_data import chart_frame, file_name, stem
from pages.parts.evaluation.charts.protocol import periods
from pages.parts.evaluation.charts.ranking import ranking
from pages.parts.evaluation.charts.small_multiples import Panel, small_multiples
from recsys_core.services.workspace.frame_file import csv_bytes

FRAME = pd.DataFrame(
    {
        "model": ["ease", "popularity"],
        "label": ["EASE", "Bestsellers"],
        "value": [0.123456789, 0.05],
        "low": [0.11, 0.04],
        "high": [0.14, 0.06],
        "n": [1234, 1234],
    }
)


def test_a_ranking_gives_names_raw_numbers_intervals_and_customers():
    frame = chart_frame(ranking(FRAME, "EASE leads", x="Ranking quality"))
    assert list(frame.columns) == [
        "Name", "Ranking quality", "Interval from", "Interval to", "Customers",
    ]  # fmt: skip
    rows = frame.set_index("Name")
    assert rows.loc["EASE", "Ranking quality"] == 0.123456789
    assert rows.loc["EASE", "Interval from"] == pytest.approx(0.11)
    assert rows.loc["EASE", "Interval to"] == pytest.approx(0.14)
    assert rows.loc["EASE", "Customers"] == 1234


def test_panels_give_a_row_a_model_and_metric_and_no_furniture():
    panels = [Panel("Precision", "", FRAME), Panel("Recall", "", FRAME.iloc[:1])]
    models = {"ease": "EASE", "popularity": "Bestsellers"}
    frame = chart_frame(small_multiples(panels, models, baseline="popularity"))
    assert list(frame["Series"]) == ["Precision", "Precision", "Recall"]
    assert list(frame["Name"]) == ["EASE", "Bestsellers", "EASE"]
    assert list(frame["Value"]) == [0.123456789, 0.05, 0.123456789]
    assert list(frame["Customers"]) == [1234] * 3


def test_bars_without_an_axis_take_the_names_of_their_hover():
    figure = go.Figure(
        go.Bar(y=[0, -1], x=[1, 2], orientation="h", customdata=[("One",), ("Two",)])
    )
    figure.update_yaxes(visible=False)
    assert list(chart_frame(figure)["Name"]) == ["One", "Two"]


def test_periods_give_days():
    day = 86_400
    figure = periods(
        learnt=(0, 10 * day), tested=(10 * day, 12 * day), n_learnt=5, n_tested=1, noun="purchases"
    )
    frame = chart_frame(figure)
    assert list(frame["Name"]) == ["Learnt from", "Tested on"]
    assert frame["From"].iloc[1] == datetime.fromtimestamp(10 * day, UTC)
    assert frame["To"].iloc[1] == datetime.fromtimestamp(12 * day, UTC)


def test_a_heat_map_is_laid_out_a_row_a_cell():
    figure = go.Figure(go.Heatmap(x=["a", "b"], y=["c"], z=[[1.5, None]]))
    assert chart_frame(figure).values.tolist()[0] == ["c", "a", 1.5]


def test_several_lines_are_told_apart():
    figure = go.Figure(
        [go.Scatter(x=[1, 2], y=[3, 4], name="One"), go.Scatter(x=[1], y=[9], name="Two")]
    )
    figure.update_layout(xaxis_title_text="Weeks", yaxis_title_text="Customers &amp; more")
    frame = chart_frame(figure)
    assert list(frame.columns) == ["Series", "Weeks", "Customers & more"]
    assert list(frame["Series"]) == ["One", "One", "Two"]


def test_a_label_is_what_people_read_and_no_formula():
    figure = go.Figure(go.Bar(y=["=1+1&amp;\u200b", "=1+1&amp;"], x=[1, 2], orientation="h"))
    frame = chart_frame(figure)
    assert list(frame["Name"]) == ["=1+1&", "=1+1&"]
    cells = list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"))))
    assert cells[1] == ["'=1+1&", "1"]


def test_a_figure_with_nothing_on_it_gives_an_empty_table():
    assert chart_frame(go.Figure()).empty
    assert file_name("small-NDCG@10") == "small-ndcg-10.csv"


def test_a_finding_becomes_the_name_of_a_file_that_ends_with_a_whole_word():
    assert stem("Käse: 27.7 % of 2,469") == "käse-27-7-of-2-469"
    long = stem("word " * 40)
    assert long.endswith("-word")
    assert len(long) <= 80
    assert stem("!?") == "chart"
