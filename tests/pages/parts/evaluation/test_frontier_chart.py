import pandas as pd

from pages.parts.evaluation.charts.frontier import frontier, window


def frame() -> pd.DataFrame:
    rows = [
        (0.70, 0.110, "Own order", "EASE, its own order", True, False),
        (0.75, 0.108, "Diversity 0.2", "", True, True),
        (0.90, 0.080, "Diversity 0.8", "", True, False),
        (0.71, 0.109, "Novelty 0.5", "<b>Summer</b>", False, False),
        (0.60, 0.010, "Price 1", "", False, False),
    ]
    found = pd.DataFrame(rows, columns=["x", "y", "name", "label", "leading", "marked"])
    return found.assign(hover="Accuracy 0.1")


def drawn():
    return frontier(frame(), "5 % more", x="Variety", y="Accuracy", percent=False, colour="#0072B2")


def test_each_setting_is_one_point_that_knows_its_place():
    places = [
        data[0]
        for trace in drawn().data
        if trace.customdata is not None
        for data in trace.customdata
    ]
    assert sorted(places) == [0, 1, 2, 3, 4]


def test_the_line_joins_those_that_nothing_beats_from_left_to_right():
    line = next(trace for trace in drawn().data if trace.mode == "lines")
    assert list(line.x) == [0.70, 0.75, 0.90]


def test_names_stand_apart_and_are_never_read_as_html():
    notes = drawn().layout.annotations
    assert [note.text for note in notes] == ["EASE, its own order", "&lt;b&gt;Summer&lt;/b&gt;"]
    assert notes[0].ay != notes[1].ay


def test_settings_far_off_do_not_press_the_frontier_into_a_corner():
    (left, right), (low, high) = window(frame())
    assert 0.6 < left < 0.7
    assert right > 0.9
    assert 0.01 < low < 0.08
    assert high > 0.11
