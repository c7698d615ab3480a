"""Benchmarks: how fast commsim runs, beside the same model written with other tools.

``python -m benchmarks core`` from the checkout's root; ``README.md`` says how to read what comes out. Every benchmark
checks first that all answers are equal, and only then measures.
"""
