"""A bot's folder and its values: read, write, check, export, migrate."""
