"""The documentation site: what Sphinx needs to build ``docs/`` besides Markdown.

build.py         `python -m tools.site.build`: Sphinx, with warnings as errors
directives.py    the directives that the pages use: drawing, live, made
drawings.py      pictures, live.py: live pages; each made anew by a function here
tables.py        tables that are made from the code: operations, modules, ladder, shares
house.py         the map of the house, from the imports in the source
sources.py       walkthroughs and texts that lie outside docs/
mathml.py        formulas without a script
"""
