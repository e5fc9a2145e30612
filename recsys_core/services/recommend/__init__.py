"""The one way to a list, its reasons, steps and saved settings; knows no figures but the latest."""
