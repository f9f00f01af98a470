"""The report of a bot's understanding as one HTML file that needs nothing else."""

from workbench.report.page import html

__all__ = ["html"]
