"""`${...}` texts and conditions: parse, names used, evaluate, fill."""

from engine.expressions.errors import ExpressionError, ExpressionFault, Missing
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.inference import Problem, infer
from engine.expressions.predefined import PREDEFINED, PREDEFINED_TYPES
from engine.expressions.template import Template, compile_template
from engine.expressions.values import Scope

__all__ = [
    "PREDEFINED",
    "PREDEFINED_TYPES",
    "Expression",
    "ExpressionError",
    "ExpressionFault",
    "Missing",
    "Problem",
    "Scope",
    "Template",
    "compile_expression",
    "compile_template",
    "infer",
]
