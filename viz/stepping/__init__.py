"""The forward and the backward pass of a small graph, step by step.

walk.py     the passes as a numbered sequence: what is computed from what, in words
frames.py   a picture for each step; sheet.py: pictures to be filled in by hand
film.py     all pictures in one file that plays: SVG, or GIF
steps.py    what users hold
"""

from viz.stepping.steps import Steps, steps

__all__ = ["Steps", "steps"]
