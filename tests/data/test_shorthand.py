import pytest

from data.shorthand import department, package_size, product_title, readable


@pytest.mark.parametrize(
    ("shorthand", "words"),
    [
        ("FRZN BREAKFAST ENTREES/SANDWIC", "Frozen breakfast entrees/sandwiches"),
        ("SALD DRSNG/SNDWCH SPRD", "Salad dressings/sandwich spreads"),
        ("MEAT: TURKEY PPK/PRESLC", "Meat: turkey pre-packed/pre-sliced"),
        ("CANDY BAGS-CHOCOCLATE", "Candy bags, chocolate"),
        ("FRZN SS PREMIUM ENTREES/DNRS/N", "Frozen single-serve premium entrees/dinners"),
        ("CHEESE CRACKERS (CHEEZ-ITS/GOL", "Cheese crackers"),
        ("FEM. HYGN. TAMPONS", "Feminine hygiene tampons"),
        ("SUNTAN PRODUCTS W/O SPF", "Suntan products without SPF"),
        ("AUSTRALIAN/NZ WINES", "Australian/New Zealand wines"),
        ("CHRISTMAS  SEASONAL", "Christmas seasonal"),
        ("WOMEN S GENERAL-MAGAZINE", "Women's general magazine"),
        ("PNT BTR/JELLY/JAMS", "Peanut butter/jelly/jams"),
        ("BEEF", "Beef"),
        ("", ""),
        (None, ""),
    ],
)
def test_shorthand_is_written_out(shorthand: str | None, words: str) -> None:
    assert readable(shorthand) == words


def test_departments_have_names_of_their_own() -> None:
    assert department("DRUG GM") == "Drugstore and general goods"
    assert department("SALAD BAR") == "Salad bar"


@pytest.mark.parametrize(
    ("category", "kind", "title"),
    [
        ("Frozen pizza", "Pizza/traditional", "Frozen pizza, traditional"),
        ("Beef", "Choice beef", "Choice beef"),
        ("Bag snacks", "Potato chips", "Potato chips"),
        ("Pasta sauce", "Mainstream", "Pasta sauce, mainstream"),
        ("Makeup and treatment", "Maybelline", "Makeup and treatment, Maybelline"),
        ("Candles/accessories", "Candles", "Candles"),
        ("Frozen pizza", "Pizza", "Frozen pizza"),
        ("Oral hygiene products", "", "Oral hygiene products"),
        ("", "", "Miscellaneous"),
    ],
)
def test_a_title_says_what_the_product_is(category: str, kind: str, title: str) -> None:
    assert product_title("Miscellaneous", category, kind) == title


def test_sizes_are_written_out() -> None:
    assert package_size("23.93 OZ") == "23.93 oz"
    assert package_size(".5 L") == "0.5 L"
    assert package_size("12 PK/12 OZ") == "12 pack/12 oz"
    assert package_size("100 CT") == "100 count"
    assert package_size(None) == ""
