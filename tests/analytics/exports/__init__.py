"""Tests of copies of history elsewhere."""
