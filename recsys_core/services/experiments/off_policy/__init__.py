"""What another choice of items would have earned: logs, policies, verdicts; knows no page."""
