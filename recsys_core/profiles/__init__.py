"""What purchases say about customers: worth, stage, taste, likeness; knows no model and no SQL."""
