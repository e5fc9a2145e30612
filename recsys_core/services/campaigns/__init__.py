"""Whom to send what, and what came back; knows no recommender and no list."""
