"""What is said of a product or a customer."""

from recsys_core.ingestion.roles.role import EMPTY, ColumnRole, Use, ValueRule, otherwise
from recsys_core.schema.columns import Columns

LINKS = ValueRule(lambda look: look.share("url") > 0.5, -9, "Links are no words about a product.")


def _of_products(meaning: str, place: int, column: str) -> dict[str, Use]:
    """A detail of a product, in a list of products or on the lines of orders."""
    return {
        "interactions": Use(meaning, 9 + place),
        "items": Use(meaning, place, column),
    }


TITLE = ColumnRole(
    "title",
    "Product name",
    "a product's name",
    names="""title name productname producttitle itemname itemtitle itemdescription itemdesc
        proddesc productdesc skudesc articlename movietitle booktitle songtitle tracktitle
        trackname goodsname lineitemname shortdescription label bezeichnung artikelbezeichnung
        artikelname produktname produktbezeichnung titel nom nomproduit designation libelle
        libellé titre nombre nombreproducto titulo título titolo naam omschrijving 商品名称
        商品名 产品名称 名称 标题 书名 品名 商品名稱 名稱""",
    words="""title name titel bezeichnung nom désignation libellé intitulé nombre nome
        denominazione naam nazwa namn benämning adı ten název názov név megnevezés denumire
        denumirea nume nimi navn ονομα назва названи наименовани שם ชื่อ اسم 이름 명 名""",
    values=(
        EMPTY,
        LINKS,
        ValueRule(
            lambda look: look.distinct == 1 and look.filled > 20, -2, "One name for everything."
        ),
        ValueRule(lambda look: look.share("text") > 0.4, 0.4, "Names are mostly words."),
        otherwise(-1, "Codes and figures are no name."),
    ),
    uses=_of_products("What the product is called.", 2, Columns.Title),
)
CATEGORY = ColumnRole(
    "category",
    "Category",
    "a category",
    names="""category categories categoryname categorypath categoryid categorycode
        productcategory productcategoryname itemcategory maincategory department departmentname
        dept deptname class productclass genre genres producttype itemtype productgroup
        productgroupname itemgroup assortment commodity section aisle kategorie warengruppe
        produktgruppe rubrik categorie catégorie rayon categoria categoría familia 类别 品类
        分类 类目 商品类目 商品类别 類別 分類 カテゴリ""",
    words="""category department genre kategorie warengruppe catégorie rayon categoría
        categoria reparto afdeling kategoria kategória kategori danh_muc κατηγορια
        категор раздел קטגוריה หมวด تصنيف فئة 카테고리 분류 カテゴリ 分類
        类目 类别 分类 類別""",
    values=(
        EMPTY,
        ValueRule(
            lambda look: look.numeric > 0.9 and look.high > 1e6,
            -0.5,
            "Long numbers only a machine reads.",
        ),
        ValueRule(
            lambda look: look.distinct < 0.7 * look.filled or look.filled < 20,
            0.2,
            "Categories repeat, as far as there are rows enough to see it.",
        ),
        otherwise(-0.5, "Hardly a value comes twice."),
    ),
    uses=_of_products("Department or category; A > B > C for levels.", 3, Columns.CategoryPath),
)
DESCRIPTION = ColumnRole(
    "description",
    "Description",
    "a description",
    names="""description productdescription longdescription desc details summary overview plot
        text bodyhtml body beschreibung produktbeschreibung descripcion descripción descrizione
        描述 商品描述 简介 详情""",
    words="description beschreibung",
    values=(
        EMPTY,
        LINKS,
        ValueRule(lambda look: look.longest > 40, 0.3, "Longer than a name."),
        otherwise(-0.2, "Short enough for a name."),
    ),
    uses=_of_products("A longer text about the product.", 4, Columns.Description),
)
BRAND = ColumnRole(
    "brand",
    "Brand",
    "a brand",
    names="""brand brandname manufacturer maker vendor author authors publisher artist
        artistname label1 supplier producer studio marke hersteller marque fabricant marca
        fabricante merk 品牌 作者 制造商 厂商""",
    words="brand manufacturer",
    uses=_of_products("Brand, maker or author.", 5, Columns.Brand),
)
CONSENT = ColumnRole(
    "consent",
    "Consent",
    "a consent",
    names="""consent optin marketingconsent emailoptin newsletter acceptsmarketing gdprconsent
        einwilligung 同意""",
    becomes="yes_no",
    unreadable="Neither yes nor no",
    uses={"users": Use("Whether the customer may be written to: yes or no.", 2, Columns.Consent)},
)
