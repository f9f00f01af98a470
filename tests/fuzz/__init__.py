"""Fuzzing of everything that reads what others wrote: `python -m tests.fuzz [NAME] --minutes 10`.

`targets` has one function a parser, which takes any bytes and raises nothing; atheris looks for
bytes with which it does, led by what they reach. What was found lies in `findings/NAME/`, and stays
there as a case of `test_findings` when it is repaired.
"""
