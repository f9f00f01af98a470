"""How the documentation is built: `make docs` writes it to `site/`."""

project = "Tertulia"
author = "The Tertulia developers"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["generate*"]
html_theme = "furo"
html_title = "Tertulia"
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]
