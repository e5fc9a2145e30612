import enum
from typing import Literal

import pytest
from pydantic import Field, model_validator
from streamlit.testing.v1 import AppTest

from recsys_core.models.registry import MODELS
from recsys_core.schema.config import BaseConfig


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Example(BaseConfig):
    factors: int = Field(default=50, ge=1, le=500, title="Factors", description="How many.")
    rate: float = Field(default=0.05, gt=0, title="Learning rate")
    part: float = Field(default=0.5, ge=0, le=1, title="Part")
    kind: Literal["user", "item_based"] = Field(
        default="item_based", title="Kind", json_schema_extra={"words": {"user": "By customer"}}
    )
    colour: Colour = Field(default=Colour.BLUE, title="Colour")
    on: bool = Field(default=True, title="On")
    limit: int | None = Field(default=None, ge=1, title="Limit")
    name: str = Field(default="x", title="Name")
    seed: int = Field(default=42, title="Seed", json_schema_extra={"advanced": True})

    @model_validator(mode="after")
    def _limit_holds_factors(self):
        if self.limit is not None and self.limit < self.factors:
            raise ValueError("The limit must be as large as the factors.")
        return self


def draw(class_path: str) -> AppTest:
    module, name = class_path.rsplit(":", 1)
    return AppTest.from_string(
        f"""
import streamlit as st
from importlib import import_module
from pages.kit import forms
config = forms.config_form(getattr(import_module({module!r}), {name!r}), key="f")
st.code(config.model_dump_json() if config else "none")
"""
    ).run()


def result(app: AppTest):
    assert not app.exception
    text = app.code[0].value
    return None if text == "none" else Example.model_validate_json(text)


def test_untouched_form_gives_the_defaults():
    assert result(draw(f"{__name__}:Example")) == Example()


def test_every_widget_reaches_the_config():
    app = draw(f"{__name__}:Example")
    app.number_input("f-factors").set_value(7)
    app.slider("f-part").set_value(0.25)
    app.selectbox("f-kind").set_value("user")
    app.toggle("f-on").set_value(False)
    app.number_input("f-limit").set_value(9)
    app.number_input("f-seed").set_value(1)
    config = result(app.run())
    assert config == Example(factors=7, part=0.25, kind="user", on=False, limit=9, seed=1)


def test_labels_are_titles_and_advanced_fields_lie_behind_more_settings():
    app = draw(f"{__name__}:Example")
    assert app.number_input("f-factors").label == "Factors"
    assert app.number_input("f-factors").help == "How many\\."
    assert [e.label for e in app.expander] == ["More settings"]
    assert app.expander[0].number_input[0].label == "Seed"


def test_options_are_called_what_the_field_calls_them():
    assert draw(f"{__name__}:Example").selectbox("f-kind").options == ["By customer", "Item based"]


def test_a_refused_value_gets_its_sentence_and_no_config():
    app = draw(f"{__name__}:Example")
    app.number_input("f-rate").set_value(0.0)
    app.run()
    assert result(app) is None
    assert app.error[0].value == "Learning rate must be above 0\\."


def test_a_rule_across_fields_is_told_in_its_own_words():
    app = draw(f"{__name__}:Example")
    app.number_input("f-limit").set_value(3)
    app.run()
    assert result(app) is None
    assert app.error[0].value == "The limit must be as large as the factors\\."


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_form_that_gives_its_defaults(name):
    config_class = MODELS[name].Config
    app = draw(f"{config_class.__module__}:{config_class.__name__}")
    assert not app.exception
    assert app.code[0].value == config_class().model_dump_json()


@pytest.mark.parametrize("name", MODELS)
def test_every_setting_of_every_model_is_explained(name):
    for field_name, field in MODELS[name].Config.model_fields.items():
        assert field.title, f"{name}.{field_name} has no title"
        assert field.description, f"{name}.{field_name} has no description"
