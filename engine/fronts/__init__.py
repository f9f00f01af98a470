"""Fronts: streams that take posts for the workers, where one stands before the database."""
