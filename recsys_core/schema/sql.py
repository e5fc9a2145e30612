"""Putting names and texts into SQL safely."""


def identifier(name: str) -> str:
    """A quoted SQL name, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted SQL text, whatever characters it has."""
    return "'" + text.replace("'", "''") + "'"
