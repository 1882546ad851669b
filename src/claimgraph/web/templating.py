"""The Jinja environment of one language: templates compiled for how ours are written, and kept compiled.

Three things make a page cost a third of what it would: interface words (``t.search``) become text when a
template is compiled, which is why every language has its own environment; methods of our own objects are
called as Python calls them; and what is markup already is not escaped again. None changes a byte of a page.
"""

import hashlib
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2.compiler
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from claimgraph.web.wording import Words, words_in

#: Names that are objects of ours in every template: no item access to fall back on, no context to pass.
OURS = frozenset({"page", "links", "say"})
WORDS = "t"


class _Told(NodeTransformer):
    """Interface words in the place of their keys."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        if isinstance(node.node, nodes.Name) and node.node.name == WORDS:
            return nodes.Const(getattr(self.words, node.attr), lineno=node.lineno)
        return self.generic_visit(node)


class _Quick(CodeGenerator):
    """Code with fewer calls between a template and our own objects."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if not _is_ours(node.node):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        plain = isinstance(node.node, nodes.Getattr) and _is_ours(node.node.node) and not (node.dyn_args or node.dyn_kwargs)
        if not plain or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("(_out if type(_out := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(") is Markup else escape(_out))")


def _is_ours(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name in OURS


class _Direct(Context):
    """A context whose calls pass nothing on: no function of ours asks for the context."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class Templates(Environment):
    """The templates in one language; every value is escaped, a missing value is an error."""

    code_generator_class = _Quick
    context_class = _Direct

    def __init__(self, language: str) -> None:
        super().__init__(
            loader=PackageLoader("claimgraph.web"), autoescape=True, undefined=StrictUndefined, auto_reload=False,
            trim_blocks=True, lstrip_blocks=True, cache_size=-1, bytecode_cache=_Compiled(language),
        )  # fmt: skip
        self.words = words_in(language)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _Told(self.words).visit(super()._parse(source, name, filename))


class _Compiled(BytecodeCache):
    """Compiled templates beside the templates, as Python keeps modules; where that cannot be written there are none."""

    def __init__(self, language: str) -> None:
        self.folder = Path(str(files("claimgraph.web"))) / "templates" / "__pycache__"
        self.language = language
        self.depends_on = "\0".join([_compiler(), *map("\0".join, sorted(words_in(language).items()))])

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{name.partition('.')[0]}.{self.language}"

    def get_source_checksum(self, source: str) -> str:
        return hashlib.sha256(f"{self.depends_on}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            with open(self.folder / f"{bucket.key}.pyc", "rb") as file:
                bucket.load_bytecode(file)
        except (OSError, ValueError, EOFError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        path = self.folder / f"{bucket.key}.pyc"
        making = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self.folder.mkdir(exist_ok=True)
            making.write_bytes(bucket.bytecode_to_string())
            making.replace(path)
        except OSError:
            return


@cache
def _compiler() -> str:
    """What decides how a template is compiled: this file, and the Jinja that is installed."""
    installed = os.stat(jinja2.compiler.__file__)
    return f"{Path(__file__).read_text(encoding='utf-8')}\0{installed.st_size} {installed.st_mtime_ns}"
