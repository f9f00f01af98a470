"""Tests of history in files."""
