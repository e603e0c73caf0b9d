"""Answers as people look at them."""
