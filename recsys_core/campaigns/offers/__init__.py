"""Which offer goes to whom, what it is expected to earn and what limits cost; knows no model."""
