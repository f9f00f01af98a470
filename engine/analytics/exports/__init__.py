"""Copies of history elsewhere: on object stores, in BigQuery, in Google Analytics.

Each is brought up to date with what is new and changed, and goes on where it was broken off.
"""
