"""JSON as people compare it: containers open down to the depth where a line holds one thing."""

import json as standard

# How deep the parts of a style are opened; below that a value is one line.
OPENED = {"metadata": 3, "sources": 1, "layers": 1}


def json(document):
    parts = [f"  {quoted(key)}: {block(value, OPENED.get(key, 0), 2)}" for key, value in document.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def block(value, depth, indent):
    if depth == 0 or not isinstance(value, (dict, list)) or not value:
        return quoted(value)
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [f"{inner}{quoted(key)}: {block(each, depth - 1, indent + 2)}" for key, each in value.items()]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [inner + block(each, depth - 1, indent + 2) for each in value]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


def quoted(value):
    return standard.dumps(value, ensure_ascii=False)
