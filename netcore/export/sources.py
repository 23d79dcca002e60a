"""Collecting source: the classes and functions that some code needs, cut out of their modules.

A part of a network stands in its own file and leans on a few others: a base class, a check, a constant. Beginning with
the names that a script uses, everything that these lean on is found in the modules' syntax trees and cut out as it is
written, comments and all. Of a class only those attributes and methods are kept whose names are used anywhere.
"""

import ast
import builtins
import importlib
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType

from netcore.errors import StorageError

OUTSIDE = sys.stdlib_module_names | {"numpy"}
"""Modules that a script may import; the source of all others is put into it."""


@dataclass(frozen=True)
class Place:
    """Where something is defined."""

    module: str
    name: str


class Module:
    """A module's source and what it defines and imports at its top level."""

    def __init__(self, name: str) -> None:
        self.name = name
        try:
            text = inspect.getsource(sys.modules.get(name) or importlib.import_module(name))
        except (OSError, TypeError, ImportError) as error:
            raise StorageError(f"the source of {name} cannot be read, so it cannot be put into a script") from error
        self.lines = text.splitlines()
        self.tree = ast.parse(text)
        self.imports = {
            alias.asname or alias.name: (node, alias)
            for node in self.tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """The classes, functions and constants, by name."""
        return {name: node for node in self.tree.body if (name := _defined(node)) is not None}

    @property
    def sources(self) -> list[str]:
        """The modules that it imports names from, in order."""
        froms = (node.module for node in self.tree.body if isinstance(node, ast.ImportFrom))
        return [name for name in froms if name is not None]

    def origin(self, name: str) -> tuple[str, str] | None:
        """Return the module and the name of a class or function that came in with a ``from … import *``."""
        found = getattr(sys.modules[self.name], name, None)
        if not isinstance(found, type | FunctionType) or found.__module__ == self.name:
            return None
        return found.__module__, found.__qualname__


class Sources:
    """The definitions that are needed so far; ask for more with ``need``, then ``close``, then read ``text``."""

    def __init__(self) -> None:
        self._modules: dict[str, Module] = {}
        self._found: dict[Place, ast.stmt] = {}
        self._attributes: set[str] = set()
        self._whole_modules: set[str] = set()
        self._from_outside: dict[str, set[str]] = {}

    def need(self, module: str, name: str) -> None:
        """Have a definition, wherever the module has it from; what is neither defined nor imported is left out."""
        place = self._resolve(module, name)
        if place is None or place in self._found:
            return
        clash = next((other for other in self._found if other.name == place.name), None)
        if clash is not None:
            raise StorageError(f"{place.module} and {clash.module} both define {place.name}; give one another name")
        self._found[place] = self._module(place.module).definitions[place.name]

    def need_class(self, kind: type) -> None:
        """Have a class; raise ``StorageError`` if its source is not at the top level of a file."""
        if self._resolve(kind.__module__, kind.__qualname__) is None:
            raise StorageError(f"the source of {kind.__qualname__} is not at the top level of a file; put it there")
        self.need(kind.__module__, kind.__qualname__)

    def use(self, code: str) -> None:
        """Keep the attributes and methods that a piece of code uses."""
        self._attributes |= _attributes(ast.parse(code))

    def close(self) -> None:
        """Find all that the definitions lean on, until nothing new turns up."""
        before = (-1, -1)
        while before != (len(self._found), len(self._attributes)):
            before = (len(self._found), len(self._attributes))
            for place, node in list(self._found.items()):
                for piece in self._kept(node):
                    self._attributes |= _attributes(piece)
                    for name in _names(piece):
                        self.need(place.module, name)

    @property
    def imports(self) -> list[str]:
        """The import lines that the definitions need."""
        lines = [f"from {module} import {', '.join(sorted(names))}" for module, names in self._from_outside.items()]
        return lines + sorted(self._whole_modules)

    @property
    def text(self) -> str:
        """The source of all definitions: module by module, as Python would read them, each in its own order."""
        pieces = []
        for module in self._reading_order():
            names = [name for name in module.definitions if Place(module.name, name) in self._found]
            if names:
                pieces += [_heading(module), *(self._source(module, module.definitions[name]) for name in names)]
        return "\n\n\n".join(pieces)

    def _module(self, name: str) -> Module:
        if name not in self._modules:
            self._modules[name] = Module(name)
        return self._modules[name]

    def _resolve(self, module_name: str, name: str) -> Place | None:
        """Return where a name of a module is defined, or None (and remember the import) if that is outside."""
        module = self._module(module_name)
        if name in module.definitions:
            return Place(module_name, name)
        if name not in module.imports:
            origin = module.origin(name)
            return None if origin is None else self._resolve(*origin)
        node, alias = module.imports[name]
        source = node.module if isinstance(node, ast.ImportFrom) else alias.name
        if source is None or source.split(".")[0] in OUTSIDE:
            self._import(node, alias)
            return None
        if isinstance(node, ast.Import):
            raise StorageError(f"{module_name} imports {source} whole; import the names that it needs from there")
        return self._resolve(source, alias.name)

    def _import(self, node: ast.Import | ast.ImportFrom, alias: ast.alias) -> None:
        named = alias.name if alias.asname is None else f"{alias.name} as {alias.asname}"
        if isinstance(node, ast.ImportFrom):
            self._from_outside.setdefault(node.module or "", set()).add(named)
        else:
            self._whole_modules.add(f"import {named}")

    def _kept(self, node: ast.stmt) -> Iterator[ast.AST]:
        """Yield the pieces of a definition that are kept: of a class, what is used of it."""
        if not isinstance(node, ast.ClassDef):
            yield node
            return
        yield from (*node.bases, *node.decorator_list)
        yield from self._members(node)

    def _members(self, node: ast.ClassDef) -> Iterator[ast.stmt]:
        is_record = bool(node.decorator_list)
        for member in node.body:
            name = _defined(member)
            is_kept = name is not None and (name.startswith("__") or name in self._attributes)
            if is_kept or (is_record and isinstance(member, ast.AnnAssign)):
                yield member

    def _source(self, module: Module, node: ast.stmt) -> str:
        """Return a definition as it is written, a class without the members that are not used."""
        if not isinstance(node, ast.ClassDef):
            return _cut(module, node, _following_text(module.tree.body, node))
        text = "\n".join(module.lines[_first_line(node) - 1 : _first_line(node.body[0]) - 1]).rstrip()
        text = text or module.lines[node.lineno - 1]
        if _is_text(node.body[0]):
            text += "\n" + _cut(module, node.body[0])
        was_short = False
        members = list(self._members(node))
        for member in members:
            explanation = _following_text(node.body, member)
            is_short = isinstance(member, ast.Assign | ast.AnnAssign) and explanation is None
            text += ("\n" if is_short and was_short else "\n\n") + _cut(module, member, explanation)
            was_short = is_short
        return text if members or _is_text(node.body[0]) else text + "\n    pass"

    def _reading_order(self) -> list[Module]:
        """Return the modules of all definitions, each after those that it imports from."""
        done: dict[str, Module] = {}
        begun: set[str] = set()

        def visit(name: str) -> None:
            if name in begun or name.split(".")[0] in OUTSIDE:
                return
            begun.add(name)
            for source in self._module(name).sources:
                visit(source)
            done[name] = self._module(name)

        for place in list(self._found):
            visit(place.module)
        return list(done.values())


def _heading(module: Module) -> str:
    """Return a module's name and the text that opens it, as a comment."""
    path = module.name.removeprefix("netcore.").replace(".", "/")
    prose = (ast.get_docstring(module.tree) or "").splitlines()
    return "\n".join([f"# ── {path} {'─' * max(3, 100 - len(path))}", *(f"# {line}".rstrip() for line in prose)])


def _defined(node: ast.stmt) -> str | None:
    """Return the name that a statement gives to something."""
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return None


def _names(node: ast.AST) -> Iterator[str]:
    for found in ast.walk(node):
        if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Load) and not hasattr(builtins, found.id):
            yield found.id


def _attributes(node: ast.AST) -> set[str]:
    return {found.attr for found in ast.walk(node) if isinstance(found, ast.Attribute)}


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _following_text(body: list[ast.stmt], node: ast.stmt) -> ast.stmt | None:
    """Return the text that stands below an assignment and explains it, if there is one."""
    place = body.index(node) + 1
    is_value = isinstance(node, ast.Assign | ast.AnnAssign)
    return body[place] if is_value and place < len(body) and _is_text(body[place]) else None


def _first_line(node: ast.stmt) -> int:
    """Return the line on which a statement begins, with what decorates it."""
    decorators = node.decorator_list if isinstance(node, ast.ClassDef | ast.FunctionDef) else []
    return min([node.lineno, *(item.lineno for item in decorators)])


def _cut(module: Module, *nodes: ast.stmt | None) -> str:
    """Return the lines of some statements."""
    return "\n".join(
        line for node in nodes if node is not None for line in module.lines[_first_line(node) - 1 : node.end_lineno]
    )
