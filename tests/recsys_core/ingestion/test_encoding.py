import codecs

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.encoding import detect
from recsys_core.schema.errors import InputError

WESTERN = "Nr;Käufer;Größe\n" + "".join(f"{i};Jürgen Müller;groß – {i}€\n" for i in range(1, 30))
CHINESE = "顾客编号,商品名称,数量\n" + "".join(
    f"{i},绿茶礼盒和一本关于上海的书,{i}\n" for i in range(1, 30)
)
TRADITIONAL = "顧客編號,商品名稱,數量\n" + "".join(
    f"{i},我們的綠茶禮盒與一本書,{i}\n" for i in range(1, 30)
)
CYRILLIC = "Клиент;Товар;Цена\n" + "".join(
    f"Иванов {i};Чай зелёный;12,5\nПетров {i};Кофе;3,2\n" for i in range(1, 15)
)
KOREAN = "주문번호,고객,상품명,수량,결제금액\n" + "".join(
    f"{i},김민수,머그컵 (대),{i},24500\n{i},이영희,비누 세트,1,7250\n" for i in range(1, 15)
)
JAPANESE = "注文番号,顧客,商品名,数量\n" + "".join(
    f"{i},田中さくら,大きいマグカップ,{i}\n" for i in range(1, 30)
)
CHINESE_ORDERS = "订单编号,买家会员名,商品标题,购买数量,订单状态\n" + "".join(
    f"{i},小白,保温杯 大号,{i},交易成功\n" for i in range(1, 30)
)


@pytest.mark.parametrize(
    ("text", "encoding", "reported"),
    [
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-8-sig", "utf-8"),
        (WESTERN, "windows-1252", "windows-1252"),
        (WESTERN.replace("–", "-").replace("€", ""), "latin-1", "windows-1252"),
        (WESTERN, "utf-16", "utf-16-le"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (WESTERN, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16", "utf-16-le"),
        (TRADITIONAL, "big5", "big5"),
        (CYRILLIC, "windows-1251", "cp1251"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "euc-kr", "cp949"),
        (KOREAN.split("\n")[0] + "\n" + "1,kim,Large Mug,2,24500\n" * 9, "cp949", "cp949"),
        (KOREAN, "utf-8", "utf-8"),
        (CHINESE_ORDERS, "gb18030", "gb18030"),
        (CHINESE_ORDERS.split("\n")[0] + "\n" + "1,li,Mug,2,ok\n" * 9, "gbk", "gb18030"),
        (JAPANESE, "shift_jis", "cp932"),
    ],
)
def test_encodings(read, text_file, text, encoding, reported):
    found = read(text_file(text, encoding=encoding))
    delimiter = found.dialect.grammar.delimiter
    assert found.dialect.encoding == reported
    assert found.names == text.split("\n")[0].split(delimiter)
    assert found.rows == [line.split(delimiter) for line in text.split("\n")[1:-1]]


def test_marked_utf16_big_end(read, text_file):
    found = read(text_file(codecs.BOM_UTF16_BE + WESTERN.encode("utf-16-be")))
    assert found.rows[0][1] == "Jürgen Müller"


def test_one_broken_character_does_not_change_the_encoding(read, text_file):
    content = CHINESE.encode() + b"30,\xe7\xbb,30\n"
    found = read(text_file(content))
    assert found.dialect.encoding == "utf-8"
    assert found.rows[0][1] == "绿茶礼盒和一本关于上海的书"
    assert any("could not be read" in warning for warning in found.staged.warnings)


def test_a_stray_accent_far_into_the_file(read, text_file):
    content = b"id,name\n" + b"1,plain\n" * 50_000 + "2,Café\n".encode("windows-1252")
    assert read(text_file(content)).rows[-1] == ["2", "Café"]


def test_overruled_and_unknown(read, text_file):
    path = text_file("id,name\n1,é\n2,è\n", encoding="windows-1252")
    assert read(path, options=ReadOptions(encoding="cp850")).rows[0][1] == "Ú"
    with pytest.raises(InputError, match="no encoding called 'klingon'"):
        read(path, options=ReadOptions(encoding="klingon"))


LATIN = [
    ("windows-1250", "Nevyřízena čeká na platbu Šálek černý Káva Zásilkovna Jiří Dvořák Němcová"),
    ("iso-8859-2", "Zamówienie wysłane Łódź Świeca zapachowa Paweł Wiśniewski Książka ćma żółć"),
    ("windows-1250", "Teljesítve Törölve Kávé őrölt Szűrő Füstölt Tőzegáfonya Győr Végösszeg"),
    ("windows-1254", "Sipariş Teslim İptal Yastık Çelik Güneş gözlüğü Ürün Müşteri İstanbul"),
    ("windows-1257", "Užsakymas Įvykdytas Atšauktas Žvakė liepų Šiauliai Kėdainiai žolelių Prekė"),
    ("windows-1252", "Größe Müller Straße Käse Schröder Kühlschrank Stück Öl Prüfung"),
    ("windows-1252", "Numéro Expédiée Clôturée Crème Forêt Garçon Noël où Théière Hélène"),
    ("windows-1252", "Køkken Rød Smørrebrød Århus Æble Pære Sørensen Blåbær Kærgård"),
    ("windows-1252", "Descrição São Promoção Cartão Você Paraná Avaliações João Câmera"),
    ("windows-1252", "Descripción Año Pequeño Córdoba Cupón Martínez Bogotá Señor"),
    ("windows-1252", "Müller Crème Peña São Malmö Æble Garçon Città Café"),
]


@pytest.mark.parametrize(("encoding", "words"), LATIN)
def test_latin_letters_are_told_apart_by_the_words_they_spell(text_file, encoding, words):
    rows = "".join(f"{i};{word};1\n" for i, word in enumerate(words.split() * 2))
    assert detect(text_file("id;name;qty\n" + rows, encoding=encoding), "file.csv") == encoding


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("iso-8859-15", "Nimi Šaali Žakki kynttilä šeikki 4€ käärö"),
        ("windows-1252", "Nom L´été œuf ½ Noël façade – 4€"),
        ("windows-1252", "Nom L´été Noël façade 4½ §5"),
    ],
)
def test_signs_that_nobody_writes_beside_letters_are_letters_of_latin_9(text_file, encoding, words):
    rows = "".join(f"{i};{word};1\n" for i, word in enumerate(words.split() * 2))
    assert detect(text_file("id;name;qty\n" + rows, encoding=encoding), "file.csv") == encoding


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("windows-1250", "Numer zamówienia;Towar;Ilość;Cena"),
        ("windows-1252", "Numéro;Produit;Quantité;Prix"),
    ],
)
def test_names_of_columns_tell_the_encoding_of_a_file_without_other_letters(
    text_file, encoding, names
):
    rows = "".join(f"{i};T{i % 3};2;5,00\n" for i in range(30))
    assert detect(text_file(f"{names}\n{rows}", encoding=encoding), "file.csv") == encoding
