"""`${...}` texts and conditions: parse, names used, evaluate, fill."""

from engine.expressions.errors import ExpressionError, ExpressionFault, Missing
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.template import Template, compile_template
from engine.expressions.values import Scope

__all__ = [
    "Expression",
    "ExpressionError",
    "ExpressionFault",
    "Missing",
    "Scope",
    "Template",
    "compile_expression",
    "compile_template",
]
