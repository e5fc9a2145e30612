"""A setting is explained by the words below it."""

from recsys_core.schema.config import BaseConfig, setting


class Oven(BaseConfig):
    heat: int = setting(180, "Heat", ge=50, le=250, advanced=True)
    """How hot it gets,
    in degrees."""
    fan: bool = setting(False, "Fan", "Blows the heat about.")
    bare: int = setting(1, "Bare")


def test_the_words_below_a_setting_describe_it_in_one_line():
    fields = Oven.model_fields
    assert fields["heat"].description == "How hot it gets, in degrees."
    assert fields["fan"].description == "Blows the heat about."
    assert fields["bare"].description is None
    assert fields["heat"].json_schema_extra == {"advanced": True}
    assert fields["fan"].json_schema_extra == {}


def test_a_class_below_keeps_the_words_of_the_one_above():
    class Grill(Oven):
        heat: int = setting(250, "Heat")
        """Hotter."""

    assert Grill.model_fields["heat"].description == "Hotter."
    assert Grill.model_fields["fan"].description == "Blows the heat about."
    assert Oven.model_fields["heat"].description == "How hot it gets, in degrees."
