from streamlit.testing.v1 import AppTest

from pages.kit import background
from recsys_core.services.workspace.workspace import Workspace


def texts(app: AppTest) -> str:
    return "\n".join(t.value for t in app.text)


def test_an_empty_workspace_offers_three_ways_to_begin(app: AppTest):
    app.run()
    assert not app.exception
    assert [s.value for s in app.subheader] == [
        "Try the sample",
        "Upload my data",
        "What must the files look like?",
    ]
    assert "No data yet" in texts(app)


def test_the_file_help_opens(app: AppTest):
    app.run()
    next(b for b in app.button if b.label == "Show me").click()
    app.run()
    assert not app.exception
    assert len(app.dataframe) == 5, "purchases, products, customers, campaigns, what was shown"


def test_a_small_workspace_is_summed_up_in_one_line(app: AppTest, orders: str):
    app.run()
    assert not app.exception
    assert "40 purchases by 8 customers over 1 month." in texts(app)
    assert [m.label for m in app.metric][:3] == ["Purchases", "Customers", "Products"]
    assert [m.value for m in app.metric][:3] == ["40", "8", "5"]
    assert app.get("plotly_chart")


def test_the_next_step_without_a_model_is_to_train_one(app: AppTest, orders: str):
    app.run()
    assert "Train a first model" in [s.value for s in app.subheader]


def test_progress_of_a_sample_is_seen_by_every_session(app: AppTest, workspace: Workspace):
    task = background.Task("sample", "Loading the sample", fraction=0.4, message="Products")
    background.tasks(workspace)._tasks.append(task)
    app.run()
    assert not app.exception
    assert "being loaded" in texts(app)
    assert all(b.disabled for b in app.button if b.label.startswith("Load "))
    task.state = "failed"
    task.error = "The package is missing. Install it."
    app.run()
    assert app.error[0].value.replace("\\", "") == "The package is missing. Install it."
    next(b for b in app.button if b.label == "Close").click()
    app.run()
    assert not app.error
