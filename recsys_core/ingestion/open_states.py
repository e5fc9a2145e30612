"""Words of states that leave something open: what is asked about although it is understood."""

import re
from typing import Literal

from recsys_core.ingestion.concepts import Concepts, in_words, stems
from recsys_core.ingestion.order_status import CONCEPTS, meaning_of
from recsys_core.ingestion.roles.names import fold

_TOGETHER = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_NEUTRAL = re.compile(
    fold(
        "됨|되었|습니다|처리|상품|고객|구매자|판매자|주문|자동|신청|접수|商品|注文|客様|都合|処理|受付|しました|された|済み|"
        "交易|订单|訂單|买家|買家|卖家|賣家|客户|系统|自动|申请|申請|แล้ว|การ|ถูก|สินค้า|คำสั่งซื้อ|ผู้ซื้อ|ผู้ขาย"
    )
)
"""What stands beside a word without changing what it says."""
_ON_HOLD = Concepts(
    {
        "HOLD": stems("""hold pending ausstehend* attente attesa pendiente* pendente* espera
        aguardando wacht wachten oczekuj* wstrzyman* vantande vantar avvaktar afventer avventer
        beklemede bekliyor в_ожидании ожидает ceka cakajuce varakoz* fuggoben asteptare odottaa
        αναμονη очікує очаква בהמתנה รอ معلق menunggu 대기 보류 保留""")
    }
)
_CLOSED = Concepts(
    {
        "CLOSED": stems("""closed geschlossen* ferme* cerrad* chius* fechad* gesloten zamkniet*
            stangd* kapali kapatil* закрыт* クローズ 닫힘 종료"""),
        "COMPLETE": stems("""complet* abgeschlossen* vollstandig* termine* conclu* voltooid*
            zakoncz* slutford* tamamlan* заверш* выполн* 완료 完了 完成"""),
    }
)


def waits(text: str) -> bool:
    """Whether a word says of an order only that it waits, and not for what: "on hold"."""
    plain = in_words(text)
    return CONCEPTS.of(plain) == ["WAIT"] and bool(_ON_HOLD.of(plain))


def is_unsure(text: str) -> bool:
    """Whether a word of a script that is written together calls an order undone by a part of it,
    and the rest is not known: it may turn it.
    """
    rest = CONCEPTS.without(in_words(text))
    return bool(_TOGETHER.search(_NEUTRAL.sub(" ", rest))) and meaning_of(text) == "undone"


def ends(text: str) -> Literal["CLOSED", "COMPLETE"] | None:
    """Whether a word calls an order closed, or complete, and nothing else."""
    found = _CLOSED.of(in_words(text))
    alone = len(in_words(text).split()) == 1 and len(found) == 1
    return ("CLOSED" if found[0] == "CLOSED" else "COMPLETE") if alone else None
