import gzip
import time
import tracemalloc
import zipfile

import pytest

from recsys_core.schema.errors import InputError


def refused(read, path, text):
    started = time.perf_counter()
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=text) as error:
            read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "\n" not in str(error.value)
    assert peak < 300 * 1024**2
    assert time.perf_counter() - started < 20  # a busy machine; about half a second on a free one


def test_gzip_bomb(read, tmp_path):
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=6) as file:
        for _ in range(60):
            file.write(b"1,2,3\n" * 170_000)
    refused(read, path, "unpacks to far more")


def test_zip_bomb_and_nested_archive(read, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0" * 60_000_000)
    refused(read, path, "unpacks to far more")
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as archive:
        archive.write(path, "inner.zip")
    refused(read, nested, "another archive")


def test_endless_cell(read, text_file):
    refused(read, text_file(b'a,b\n1,"' + b"x" * 9_000_000 + b'"\n'), "longer than any")


def test_too_many_columns(read, text_file):
    names = ",".join(f"c{i}" for i in range(20_000))
    refused(read, text_file(names + "\n" + "1," * 19_999 + "1\n"), "more than 10,000 columns")


def test_quotation_mark_never_closed(read, text_file):
    refused(read, text_file(b'u,i,n\n1,"2,3\n' + b"1,2,3\n" * 1_500_000), "never closed")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old or locked Excel workbook"),
        (bytes(range(256)) * 40, "not a text file"),
        (b'[{"a": 1}]', "JSON"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\x1f\x8b\x08\x00broken", "damaged"),
        (b"PK\x03\x04broken", "damaged"),
        (b"PAR1broken", "damaged"),
    ],
)
def test_not_a_table(read, text_file, content, text):
    refused(read, text_file(content), text)


def test_other_office_documents(read, tmp_path):
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    refused(read, path, "office document")


def test_missing_file_and_folder(read, tmp_path):
    refused(read, tmp_path / "none.csv", "There is no file")
    refused(read, tmp_path, "is a folder")
