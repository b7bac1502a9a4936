#!/usr/bin/env python3
"""render.py SPECIFICATION.vl.json...: draw Vega-Lite specifications as SVG and PNG, beside them.

It compiles each specification with Vega-Lite itself, which finds mistakes in it, and needs vl-convert-python:
pip install vl-convert-python"""
import json
import pathlib
import sys

try:
    import vl_convert
except ImportError:
    sys.exit("render.py: pip install vl-convert-python")

VEGA_LITE = "5.20"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        specification = json.loads(path.read_text(encoding="utf-8"))
        vl_convert.vegalite_to_vega(specification, vl_version=VEGA_LITE)
        picture = path.with_name(path.name.removesuffix(".vl.json"))
        picture.with_suffix(".svg").write_text(vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE), encoding="utf-8")
        picture.with_suffix(".png").write_bytes(vl_convert.vegalite_to_png(specification, vl_version=VEGA_LITE, scale=2))
        print(f"{picture}.svg, {picture}.png")


if __name__ == "__main__":
    main()
