#!/usr/bin/env python3
"""Checks the arrows between folders: every `#include "..."` goes along an arrow of the file LAYERS, and no files
include each other in a circle. usage: layers.py [ROOT]"""
import re

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SEARCHED = ("include", "compiler", "runtime", "call")  # the -I and -iquote folders of the Makefile
HOUSES = ("include", "call", "runtime", "compiler")
PUBLIC = "include/seam"


def read_layers(root):
    """folder -> folders that it may include."""
    layers = {}
    for line in (root / "LAYERS").read_text().split("\n"):
        line = line.partition("#")[0].strip()
        if line:
            folder, _, allowed = line.partition(":")
            layers[folder.strip()] = set(allowed.split())
    return layers


def layer_of(name, layers):
    """The longest folder of LAYERS that holds a file; None: no line speaks for it."""
    holding = [folder for folder in layers if name.startswith(folder + "/")]
    return max(holding, key=len, default=None)


def resolve(root, path, quote, name):
    """The file of the tree that an include means, relative to the root; None: a system header."""
    places = [path.parent] if quote == '"' else []
    for place in places + [root / folder for folder in SEARCHED]:
        found = (place / name).resolve()
        if found.is_file() and root in found.parents:
            return found.relative_to(root).as_posix()
    return None


def read_includes(root):
    """file -> [(line, included file)], only files of the three houses and include/."""
    graph, problems = {}, []
    for path in tree.files(root, ".c", ".h", ".def"):
        name = path.relative_to(root).as_posix()
        if not name.startswith(tuple(house + "/" for house in HOUSES)):
            continue
        graph[name] = []
        for number, line in enumerate(path.read_text().split("\n"), 1):
            match = INCLUDE.match(line)
            target = match and resolve(root, path, *match.groups())
            if target:
                graph[name].append((number, target))
            elif match and match.group(1) == '"':
                problems.append(f"{name}:{number}: there is no file {match.group(2)}")
    return graph, problems


def check_arrows(graph, layers):
    problems = []
    for name, includes in graph.items():
        layer = layer_of(name, layers)
        if layer is None:
            problems.append(f"{name}: no line of LAYERS speaks for its folder")
            continue
        for number, target in includes:
            target_layer = layer_of(target, layers)
            if target_layer not in (layer, PUBLIC) and target_layer not in layers[layer]:
                problems.append(f"{name}:{number}: {layer} may not include {target}")
    return problems


def find_circle(graph, what):
    """A circle in a graph name -> names, as text; None if there is none."""
    state, path = {}, []

    def visit(name):
        state[name] = "open"
        path.append(name)
        for target in graph.get(name, ()):
            if state.get(target) == "open":
                return f"circle of {what}: " + " -> ".join(path[path.index(target):] + [target])
            if target not in state and (circle := visit(target)):
                return circle
        state[name] = "closed"
        path.pop()
        return None

    for name in graph:
        if name not in state and (circle := visit(name)):
            return circle
    return None


def main():
    root = tree.root_argument()
    layers = read_layers(root)
    graph, problems = read_includes(root)
    problems += check_arrows(graph, layers)
    problems += [f"LAYERS: {folder} names {other}, which has no line"
                 for folder, allowed in layers.items() for other in allowed if other not in layers]
    files = {name: [target for _, target in includes] for name, includes in graph.items()}
    problems += filter(None, [find_circle(layers, "folders"), find_circle(files, "files")])
    tree.end(problems)


if __name__ == "__main__":
    main()
