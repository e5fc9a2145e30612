import pytest

from pages.kit.text import markdown, plain


@pytest.mark.parametrize(
    "text",
    ["**bold**", "![x](http://a.b/c.png)", ":red[x]", "$x$", "<b>", "`code`", "# head", "me@x.org"],
)
def test_plain_leaves_no_markdown_character_unescaped(text):
    escaped = plain(text)
    assert escaped.replace("\\", "").replace("\u2060", "") == text
    special = set("*![]():$<>`#_")
    assert all(escaped[i - 1] == "\\" for i, c in enumerate(escaped) if c in special)


def test_plain_is_one_line():
    assert plain("a\n\n# b") == "a \\# b"


def test_only_the_fields_of_a_message_are_foreign():
    assert markdown("**{title}**, {n}", title="*x*", n=1200) == "**\\*x\\***, 1,200"
