"""Who will answer a campaign: models, their calibration and how they are measured; arrays only."""
