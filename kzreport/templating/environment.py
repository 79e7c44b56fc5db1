"""Jinja as kzreport uses it: sandboxed, strict, and unable to lose a fact in silence.

Autoescape is on, and means Markdown: plain text is escaped, what a value gives is not.
The reasons for each part, with measurements: docs/architecture.md, "Values fail closed".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jinja2
from jinja2 import nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, new_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kzreport.facts.proxies import Record
from kzreport.facts.selection import Facts, Selection
from kzreport.templating.filters import FILTERS, GUARDED, REMOVED, guarded, is_none
from kzreport.templating.limits import (
    LENGTHENING,
    bounded,
    bounded_length,
    check_product,
    spend,
    turns,
)
from kzreport.templating.source import COMMENT
from kzreport.values.joined import Joined, escape_markdown
from kzreport.values.typed import Absent, Money, When
from kzreport.values.value import FactLost, Printable, Value

#: what templates may ask of a value
OPEN_KEYS: dict[type, frozenset[str]] = {
    Money: frozenset({"currency", "exact"}),
    When: frozenset({"decade", "year", "end", "kind"}),
    Selection: Selection.OPEN,
}


class KeepingCodeGenerator(CodeGenerator):
    """Loops, `~` and `a[1:3]` bypass every hook of the environment; send them through it."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        counted = nodes.EnvironmentAttribute("turns")
        node.iter = nodes.Call(counted, [node.iter], [], None, None)
        super().visit_For(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.glue((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.cut(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for bound in (node.arg.start, node.arg.stop, node.arg.step):
            if bound is None:
                self.write("None")
            else:
                self.visit(bound, frame)
            self.write(", ")
        self.write("))")


class Importable(jinja2.Template):
    """A template whose macros see the names of the document, however deep they are imported.

    Jinja hands the names of a document to what it imports, but not to what that imports.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if ctx is None or ctx.globals_keys <= self.globals.keys():
            return super()._get_default_module(ctx)
        names = {**self.globals, **{key: ctx.parent[key] for key in ctx.globals_keys}}
        inside = new_context(self.environment, self.name, self.blocks, globals=names)
        return TemplateModule(self, inside)


@pass_context  # so that nothing is finalized while compiling, when no document is known
def finalize(_: Context, thing: object) -> object:
    """Return what `{{ thing }}` puts into the Markdown; raise `FactLost` for what cannot print."""
    if isinstance(thing, str):
        spend(len(thing) // 100)
    if isinstance(thing, Markup):
        return thing
    if isinstance(thing, Printable) or hasattr(thing, "__html__"):
        return Markup(thing.__html__())
    if isinstance(thing, jinja2.Undefined):
        return Markup(str(thing))  # strict ones raise; `x if y` without else is lax, and empty
    if isinstance(thing, str):
        return Markup(escape_markdown(thing))
    if isinstance(thing, int | float) and not isinstance(thing, bool):
        return thing
    if isinstance(thing, Record | Selection | Facts):
        str(thing)
    raise FactLost(f"`{thing!r}` cannot be printed", hint="print a value of a record")


class Environment(ImmutableSandboxedEnvironment):
    """A Jinja environment that keeps facts."""

    code_generator_class = KeepingCodeGenerator
    template_class = Importable
    intercepted_binops = frozenset(["*", "**", "%", "+"])

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            finalize=finalize,
            optimized=False,  # folding constants would fix the language of the first document
            comment_start_string=COMMENT[0],
            comment_end_string=COMMENT[1],
            keep_trailing_newline=True,
        )
        for name in LENGTHENING:
            self.filters[name] = bounded(name, self.filters[name])
        for name in GUARDED:
            self.filters[name] = guarded(name, self.filters[name])
        for name in REMOVED:
            del self.filters[name]
        self.filters.update(FILTERS)
        for name in ("lipsum", "cycler", "joiner"):
            del self.globals[name]
        self.tests["none"] = is_none

    def turns(self, things: Iterable[Any]) -> Iterator[Any]:
        """`{% for thing in things %}`: each turn is a step."""
        return turns(things)

    def call(self, context: Context, thing: Any, /, *args: Any, **kwargs: Any) -> Any:
        """`thing(...)`: each call is two steps."""
        spend(2)
        return super().call(context, thing, *args, **kwargs)

    def get_template(self, *args: Any, **kwargs: Any) -> jinja2.Template:
        """Return a template; each one that is included is a step."""
        spend()
        return super().get_template(*args, **kwargs)

    def glue(self, parts: Iterable[object]) -> Joined | str:
        """`a ~ b`: the parts side by side; plain text stays plain text."""
        joined = tuple(parts)
        bounded_length(sum(len(part) for part in joined if isinstance(part, str)))
        if all(type(part) in (str, int) for part in joined):
            return "".join(map(str, joined))
        return Joined(joined)

    def cut(self, thing: Any, bounds: slice) -> Any:
        """`a[1:3]`: of lists only."""
        if isinstance(thing, Value):
            thing[bounds]
        if isinstance(thing, Markup | Joined):
            raise FactLost("slicing text that is already set would cut through its facts")
        if isinstance(thing, Selection):
            raise FactLost("a selection is not sliced", hint="use `.limit(n)`")
        return thing[bounds]

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Absent) and not attribute.startswith("_"):
            return obj.key(attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if attr.startswith("_") or isinstance(obj, str | type):
            return False
        if isinstance(obj, Record | Facts):
            return not isinstance(obj, Record) or obj.has_key(attr)
        if isinstance(obj, Printable | Selection):
            return any(attr in keys for kind, keys in OPEN_KEYS.items() if isinstance(obj, kind))
        opened = getattr(type(obj), "OPEN", None)
        if isinstance(opened, frozenset):
            return attr in opened
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str | list | tuple):
            bounded_length(len(left) + (len(right) if isinstance(right, str | list | tuple) else 0))
        if operator == "*":
            check_product(left, right)
        if operator == "+" and isinstance(left, str) and not isinstance(right, Value):
            return super().call_binop(context, operator, left, right)
        plain = (str, list, tuple) if operator != "+" else ()
        if operator == "**" or isinstance(left, plain) or isinstance(right, plain):
            raise SecurityError(f"`{operator}` is not for text or lists")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:
        """No `'{}'.format(...)` at all: text has no attributes."""

    def unsafe_undefined(self, obj: Any, attribute: str) -> jinja2.Undefined:
        """Say what may not be asked, without telling what there is."""
        kind = type(obj).__name__.lower()
        if isinstance(obj, str):
            raise FactLost(f"text has no key `{attribute}`", hint="use a filter")
        raise FactLost(f"a {kind} has no key `{attribute}`", hint=_keys_hint(obj))


def _keys_hint(obj: object) -> str:
    keys: Callable[[type], frozenset[str]] = lambda kind: OPEN_KEYS.get(kind, frozenset())  # noqa: E731
    known = sorted(keys(type(obj)))
    return f"it has {', '.join(known)}" if known else ""
