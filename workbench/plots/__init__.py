"""Tables as Plotly figures, one module a plot, each in light and dark and in es, en, pt.

from workbench.plots import confusion
confusion.plot(report.confusion, theme="dark", language="es")
"""
