"""Tests of history as numbers."""
