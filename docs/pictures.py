#!/usr/bin/env python3
"""pictures.py FILE: a page of the guide with the pictures that this build has drawn.

A page says where a picture belongs in a line that readers of Markdown do not see:

    <!-- drawn: ladders.svg "The ladders of the built-in policy" -->

Doxygen reads the pages through this program when there is a Graphviz to draw with, and as they stand otherwise."""
import pathlib
import re
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.write(re.sub(r'^<!-- drawn: (\S+) (".*?") -->$', r"\\image html \1 \2 width=100%", text, flags=re.M))
