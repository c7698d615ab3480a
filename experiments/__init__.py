"""Experiments: one folder each, with study files, scenario files, a README and the rule of its verdict.

``python -m experiments NAME`` makes everything of one experiment anew; see :mod:`experiments.__main__`.
"""
