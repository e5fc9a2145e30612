"""What the schema says about what does not fit it."""

NO_CUSTOMER = "There is no customer {name} in this workspace. Check the number, or search on the Customers page."
NO_PRODUCT = "There is no product {name} among the {n} products that are recommended from. Check the number, or lower the fewest customers per product."
WINDOW_CROSSED = "The window ends before it begins; exchange the two days."
VIEW_COUNTS = "How much it counts that somebody looked at a product; 0 leaves such rows out. Used where a workspace holds several kinds of events."
CLICK_COUNTS = "How much it counts that somebody clicked on a product; 0 leaves such rows out. Used where a workspace holds several kinds of events."
CART_COUNTS = "How much it counts that somebody put a product into the cart; 0 leaves such rows out. Used where a workspace holds several kinds of events."
PURCHASE_COUNTS = "How much it counts that somebody bought (or rated) a product; 0 leaves such rows out. Used where a workspace holds several kinds of events."
