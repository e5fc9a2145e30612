"""Offers handed out so that most is earned; knows no model of who responds."""
