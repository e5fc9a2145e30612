"""The words by which exports say what happened."""

EVENT_WORDS = {
    "purchase": "purchase", "purchased": "purchase", "buy": "purchase", "bought": "purchase",
    "order": "purchase", "ordered": "purchase", "sale": "purchase", "transaction": "purchase",
    "checkout": "purchase", "pay": "purchase", "payment": "purchase",
    "购买": "purchase", "kauf": "purchase",
    "return": "return", "returned": "return", "refund": "return", "refunded": "return",
    "cancel": "return", "cancelled": "return", "canceled": "return", "退货": "return",
    "rating": "rating", "rate": "rating", "rated": "rating", "review": "rating", "评分": "rating",
    "click": "click", "clicked": "click", "点击": "click",
    "view": "view", "viewed": "view", "pv": "view", "pageview": "view", "page_view": "view",
    "detail": "view", "impression": "view",
    "view_item": "view", "view_item_list": "view", "view_promotion": "view", "scroll": "view",
    "select_item": "click", "select_content": "click", "select_promotion": "click",
    "begin_checkout": "cart", "add_to_wishlist": "cart", "add_shipping_info": "cart",
    "add_payment_info": "cart", "view_cart": "cart", "in_app_purchase": "purchase",
    "visit": "view", "read": "view", "play": "view",
    "浏览": "view",
    "cart": "cart", "addtocart": "cart", "add_to_cart": "cart", "add-to-cart": "cart",
    "basket": "cart", "add": "cart", "fav": "cart", "favorite": "cart", "wishlist": "cart",
    "加购": "cart", "收藏": "cart",
}  # fmt: skip
