"""Read the project's documents: their fenced blocks, links and headings."""
import os
import re

SKIP = ("build", ".git", "__pycache__", "subprojects")


def documents(root):
    """The names of all Markdown files, from the root of the project."""
    found = []
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith(SKIP)]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names if name.endswith(".md")]
    return sorted(found)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Block:
    def __init__(self, kind, line):
        self.kind, self.line, self.lines = kind, line, []

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks(text):
    """The fenced blocks of a document, in order: kind (the word after the fence), line of the fence, lines."""
    found, block = [], None
    for number, line in enumerate(text.split("\n"), 1):
        if block is None:
            fence = re.match(r"^```(\w*)\s*$", line)
            if fence:
                block = Block(fence.group(1), number)
            elif line.lstrip().startswith("```"):
                raise SystemExit(f"line {number}: a fence must stand at the margin, with one word or none after it")
        elif line.rstrip() == "```":
            found.append(block)
            block = None
        else:
            block.lines.append(line)
    if block:
        raise SystemExit(f"line {block.line}: the block does not end")
    return found


def joined(path, kind):
    """The text of all blocks of a kind, one after the other."""
    return "".join(block.text for block in blocks(read(path)) if block.kind == kind)


def prose(text):
    """The document without its fenced blocks and without what stands in backquotes; as many lines as before."""
    out, inside = [], False
    for line in text.split("\n"):
        if line.startswith("```"):
            inside = not inside
            out.append("")
        else:
            out.append("" if inside else re.sub(r"`[^`]*`", "", line))
    return "\n".join(out)
