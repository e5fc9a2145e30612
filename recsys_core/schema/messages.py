"""What the schema says about what does not fit it."""

NO_CUSTOMER = "There is no customer {name} in this workspace. Check the number, or search on the Customers page."
NO_PRODUCT = "There is no product {name} among the {n} products that are recommended from. Check the number, or lower the fewest customers per product."
WINDOW_CROSSED = "The window ends before it begins; exchange the two days."
