"""Looking back on campaigns, on the Campaigns page; it must not know how it is worked out."""
