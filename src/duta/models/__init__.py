"""Trained weights and their cards (package data)."""
