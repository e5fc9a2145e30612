"""The Overview page: what it says; knows the kit and the services."""
