"""What customers will order and spend: models of orders and amounts, and their trial; no SQL."""
