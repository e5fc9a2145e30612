"""CSV whose rows end in a line feed and whose cells may hold carriage returns.

Before Python 3.13 a `csv.writer` puts quotation marks around what holds a part of its line end, so
one that ends rows in a line feed leaves a carriage return bare, which readers take for a row's end.
"""

import csv
from typing import Any, Protocol


class Stream(Protocol):
    """What a text file can do here."""

    def write(self, text: str, /) -> Any: ...


class LineFeeds:
    """Hands each row on to a stream, its end made a line feed."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream

    def write(self, row: str) -> None:
        self.stream.write(row.removesuffix("\r\n") + "\n")


def csv_writer(stream: Stream) -> Any:
    """A `csv.writer` for a file opened with `newline=""`."""
    return csv.writer(LineFeeds(stream), lineterminator="\r\n")
