"""Faults, tried on the built daemon from outside."""
