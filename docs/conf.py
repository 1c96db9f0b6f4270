"""How Sphinx builds the site. ``make docs`` gathers the pages first (``tools/site``)."""

from __future__ import annotations

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parents[1]))

from glassgrad import __version__

project = "glassgrad"
author = "glassgrad contributors"
project_copyright = f"{author}, MIT licence"
release = version = __version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_click",
    "sphinx_copybutton",
    "tools.site.directives",
    "tools.site.docstrings",
    "tools.site.mathml",
    "tools.site.sources",
]

# --- Markdown and notebooks. Notebooks are shown with the outputs that they are stored with.
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 4
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # by default a script from a CDN
nb_merge_streams = True
html_math_renderer = "mathml"

smartquotes = False  # `--claim` is to stay what it is

# --- Reference
default_role = "py:obj"  # `Value` in a docstring is a link where there is such an object
add_module_names = False
autodoc_class_signature = "mixed"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 72
maximum_signature_line_length = 72
napoleon_numpy_docstring = False
toc_object_entries_show_parents = "hide"

# --- Look. Nothing is loaded from elsewhere: the theme has its own styles and uses system fonts.
html_theme = "furo"
html_title = "glassgrad"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sphinx = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#00527F",
        "color-brand-content": "#00527F",
        "color-brand-visited": "#00527F",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8CCBF2",
        "color-brand-content": "#8CCBF2",
        "color-brand-visited": "#8CCBF2",
    },
}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True


def setup(app: Sphinx) -> None:
    """Tables in the pages are shown as they are."""
    app.add_lexer("csv", TextLexer)
