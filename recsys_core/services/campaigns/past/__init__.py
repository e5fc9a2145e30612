"""Looking back on campaigns: who was reached, who answered, what they bought; fits no model."""
