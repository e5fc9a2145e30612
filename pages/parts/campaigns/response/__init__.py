"""Who will answer: models tried on later campaigns; draws what the services found."""
