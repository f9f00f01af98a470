"""Experiments that end: how many people, who was dealt what, and when to stop."""

from engine.analytics.experiments.course import course
from engine.analytics.experiments.experiment import ArmRow, Comparison, Experiment, assess
from engine.analytics.experiments.plan import Plan, plan
from engine.analytics.experiments.sentence import sentence
from engine.analytics.experiments.spec import Bundles, ExperimentSpec, Split, Tags, read_experiment

__all__ = [
    "ArmRow", "Bundles", "Comparison", "Experiment", "ExperimentSpec", "Plan", "Split", "Tags",
    "assess", "course", "plan", "read_experiment", "sentence",
]  # fmt: skip
