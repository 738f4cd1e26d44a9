#!/usr/bin/env python3
"""Draw a terminal program's output as an SVG: script -qec 'emotunesctl status' /dev/null | docs/terminal-picture.py > docs/status.svg"""
import html
import re
import sys

COLOURS = {30: "#484f58", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 37: "#c9d1d9", 90: "#8b949e"}
WIDTH, LINE, MARGIN = 8.4, 19, 18

lines = sys.stdin.read().replace("\r", "").rstrip("\n").split("\n")
columns = max(len(re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line)) for line in lines)
width, height = columns * WIDTH + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">')
print(f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/><g font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="14" fill="#c9d1d9" xml:space="preserve">')
for row, line in enumerate(lines):
    y, column, bold, dim, colour = MARGIN + 14 + row * LINE, 0, False, False, None
    for part in re.split(r"(\x1b\[[0-9;]*[A-Za-z])", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if code:
            for number in [int(n or 0) for n in code.group(1).split(";")]:
                if number == 0: bold, dim, colour = False, False, None
                elif number == 1: bold = True
                elif number == 2: dim = True
                elif number == 22: bold = dim = False
                elif number == 39: colour = None
                elif number in COLOURS: colour = COLOURS[number]
        elif part and not part.startswith("\x1b"):
            style = (f' fill="{colour}"' if colour else ' fill="#8b949e"' if dim else "") + (' font-weight="bold"' if bold else "")
            print(f'<text x="{MARGIN + column * WIDTH:.1f}" y="{y}" textLength="{len(part) * WIDTH:.1f}"{style}>{html.escape(part)}</text>')
            column += len(part)
print("</g></svg>")
