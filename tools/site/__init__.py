"""The documentation site: what Sphinx needs to build ``docs/`` besides Markdown.

build.py         `python -m tools.site.build`: Sphinx, with warnings as errors
directives.py    the directives that the pages use: drawing, live, made
drawings.py      pictures; live.py: live pages; each made anew by a function here
tables.py        texts that are made from the code (with ladder.py and examples.py)
house.py         the map of the house, from the imports in the source
sources.py       walkthroughs and texts that lie outside docs/
docstrings.py    lists of arguments in the reference
mathml.py        formulas without a script
links.py         the links of the built site
"""
