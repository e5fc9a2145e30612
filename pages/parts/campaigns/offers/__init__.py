"""Which offer to whom on the Campaigns page; knows no other part."""
