"""The fast printing: a block as calls that write into buffers made once for a batch size.

``make(n)`` makes the buffers and gives ``step``, which allocates (nearly) nothing: every result
goes into a buffer by ``out=``, a buffer is used again when what it holds has been read for the
last time, and all gradients lie in one flat array.
"""

from __future__ import annotations

import ast
import math
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from autograd.arithmetic import FLOAT
from autograd.formula import over
from autograd.primitives import PRIMITIVES
from autograd.program.builder import COUNT
from autograd.program.emit import Emitter
from autograd.program.ir import (
    Array,
    Block,
    Contract,
    Map,
    Operand,
    Part,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    reads,
)
from autograd.program.naming import Names
from autograd.program.text import BATCH, Text, aligned, merged, number

_UFUNCS: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide",
    ast.FloorDiv: "floor_divide", ast.Mod: "remainder", ast.Pow: "power", ast.USub: "negative",
    ast.Lt: "less", ast.LtE: "less_equal", ast.Gt: "greater", ast.GtE: "greater_equal",
    ast.Eq: "equal", ast.NotEq: "not_equal", ast.Not: "logical_not",
}  # fmt: skip
_KEYWORD_OUT = frozenset({"maximum", "minimum", "clip"})


class Shape(NamedTuple):
    """What tells buffers apart: their dimensions, the batch axis, truth values or numbers."""

    dims: tuple[int, ...]
    batched: bool
    truth: bool


def empty(shape: Shape) -> str:
    """The code of a new buffer."""
    sizes = ["_n"] * shape.batched + [str(size) for size in shape.dims]
    comma = "," if len(sizes) == 1 else ""
    return f"np.empty(({', '.join(sizes)}{comma}), {'bool' if shape.truth else '_dtype'})"


class FastEmitter(Emitter):
    """Writes the two parts of one block: what is made once, and what each step does."""

    def __init__(self, block: Block, names: Names, tables: Names, kept: set[int]) -> None:
        super().__init__(block, names, tables)
        self.kept = kept
        self.once: list[str] = []
        self.steps: list[str] = []
        self.buffers: Names = {}
        self.free: dict[Shape, list[str]] = defaultdict(list)
        self.views: dict[str, str] = {}
        self.counter = 0
        self.fixed = {k for k, a in enumerate(block.arrays) if a.input == COUNT}
        self.fixed |= {k for k, a in enumerate(block.arrays) if a.data is not None}
        self.last: dict[int, int] = {}
        for place, statement in enumerate(block.statements):
            for view in reads(statement):
                self.last[view.array] = place

    def run(self) -> None:
        """Writes all statements."""
        for place, statement in enumerate(self.block.statements):
            if all(view.array in self.fixed for view in reads(statement)):
                self._once(statement)
                continue
            self._statement(statement, place)
            for array in {view.array for view in reads(statement)}:
                if self.last[array] == place:
                    self._release(array)

    def _once(self, statement: Statement) -> None:
        """What depends on the number of samples and on constants alone is computed once."""
        self.fixed.add(statement.target)
        if isinstance(statement, Scatter):
            self.once += self._scatter(statement)
        else:
            name = self.names[statement.target]
            kind = "bool" if self.block.arrays[statement.target].truth else "_dtype"
            self.once.append(f"{name} = np.asarray({self._expression(statement).code}, {kind})")

    def _samples(self, batched: bool) -> list[str]:
        """The number of samples, where there is a batch axis."""
        return ["_n"] * batched

    # --- buffers

    def _shape(self, array: Array) -> Shape:
        return Shape(array.dims, array.batched, array.truth)

    def _buffer(self, shape: Shape) -> str:
        """A buffer that nothing needs any more, or a new one."""
        if self.free[shape]:
            return self.free[shape].pop()
        self.counter += 1
        name = f"_b{self.counter}"
        self.once.append(f"{name} = {empty(shape)}")
        return name

    def _release(self, array: int) -> None:
        if array in self.buffers and array not in self.kept:
            self.free[self._shape(self.block.arrays[array])].append(self.buffers[array])

    def _target(self, target: int) -> str:
        """The buffer of a target."""
        if target not in self.buffers:
            array = self.block.arrays[target]
            if target in self.kept:
                self.buffers[target] = self.names[target]
            else:
                self.buffers[target] = self._buffer(self._shape(array))
            self.names[target] = self.buffers[target]
        return self.buffers[target]

    def _taken_over(self, statement: Map, place: int) -> None:
        """Lets the target have the buffer of an operand that is read for the last time."""
        target = self.block.arrays[statement.target]
        if statement.target in self.kept or not _is_one_call(statement.op):
            return
        for arg in statement.args:
            if not isinstance(arg, View) or arg.array not in self.buffers:
                continue
            array = self.block.arrays[arg.array]
            whole = arg.labels == tuple(range(len(statement.sizes))) and arg.shape == array.dims
            again = sum(isinstance(o, View) and o.array == arg.array for o in statement.args)
            if (
                whole and again == 1 and arg.array not in self.kept and arg.table is None
                and self.last[arg.array] == place and self._shape(array) == self._shape(target)
            ):  # fmt: skip
                self.buffers[statement.target] = self.names[statement.target] = self.buffers.pop(
                    arg.array
                )
                return

    # --- operands

    def text(self, view: View, sizes: tuple[int, ...]) -> Text:  # type: ignore[override]
        """What a view reads; views of buffers are made once."""
        return self._hoisted(super().text(view, sizes), view)

    def _hoisted(self, text: Text, view: View) -> Text:
        own = view.array in self.buffers or view.array in self.fixed
        moving = view.table is not None or "np.arange" in text.code or "].reshape(" in text.code
        if not own or moving or text.code.isidentifier():
            return text
        if text.code not in self.views:
            self.views[text.code] = f"_v{len(self.views) + 1}"
            self.once.append(f"{self.views[text.code]} = {text.code}")
        return Text(self.views[text.code], labels=text.labels)

    def operand(  # type: ignore[override]
        self, operand: Operand, sizes: tuple[int, ...], labels: tuple[int, ...]
    ) -> Text:
        """An operand that broadcasts against dimensions ``labels``."""
        if not isinstance(operand, View):
            return number(operand)
        return self._hoisted(aligned(self.text(operand, sizes), labels), operand)

    # --- statements

    def _statement(self, statement: Statement, place: int) -> None:
        match statement:
            case Map():
                self._write_map(statement, place)
            case Contract():
                self._write_contraction(statement)
            case Reduce(op=op):
                text = self.text(statement.arg, statement.sizes)
                labels = self._labels(statement)
                axes = tuple(k for k, label in enumerate(text.labels) if label not in labels)
                axis = str(axes[0]) if len(axes) == 1 else str(axes)
                left = tuple(label for label in text.labels if label in labels)
                name = {"add": "add", "maximum": "maximum", "minimum": "minimum"}[op]
                call = f"np.{name}.reduce({text.code}, {axis}"
                self._delivered(statement.target, left, labels, call)
            case Winner():
                target = self._target(statement.target)
                self.steps.append(f"np.copyto({target}, {self._expression(statement).code})")
            case Scatter():
                self._write_scatter(statement)

    def _delivered(
        self, target: int, have: tuple[int, ...], want: tuple[int, ...], call: str
    ) -> None:
        """A reduction whose result has its dimensions in the order ``have``."""
        out = self._target(target)
        if have != want:
            order = [want.index(label) for label in have]
            out = self._once_view(f"{out}.transpose({', '.join(map(str, order))})")
        self.steps.append(f"{call}, None, {out})")

    def _once_view(self, code: str) -> str:
        if code not in self.views:
            self.views[code] = f"_v{len(self.views) + 1}"
            self.once.append(f"{self.views[code]} = {code}")
        return self.views[code]

    def _write_map(self, statement: Map, place: int) -> None:
        labels = self._labels(statement)
        args = [self.operand(arg, statement.sizes, labels) for arg in statement.args]
        if statement.op == "identity":
            self.steps.append(f"np.copyto({self._target(statement.target)}, {args[0].code})")
            return
        if statement.op == "where":
            self._write_where(statement, args)
            return
        self._taken_over(statement, place)
        target = self._target(statement.target)
        array = self.block.arrays[statement.target]
        calls = _Calls(self, array)
        calls.row(statement.op, [arg.code for arg in args], target)
        self.steps += calls.lines
        for shape, name in calls.spent:
            self.free[shape].append(name)

    def _write_where(self, statement: Map, args: list[Text]) -> None:
        """The chosen operand is copied over the other."""
        target = self._target(statement.target)
        condition, x, y = (arg.code for arg in args)
        first = statement.args[0]
        if isinstance(first, View) and not self.block.arrays[first.array].truth:
            condition = f"{condition} != 0"
        self.steps.append(f"np.copyto({target}, {y})")
        self.steps.append(f"np.copyto({target}, {x}, where={condition})")

    # --- contractions

    def _write_contraction(self, statement: Contract) -> None:
        left, right, sizes = merged(statement)
        one, other = self.text(left, sizes), self.text(right, sizes)
        out = self._labels(statement)
        if set(one.labels) & set(other.labels) & set(out):
            self._write_stacked(statement, one, other, out)
        else:
            self._write_product(statement, one, other, out, sizes)

    def _write_stacked(
        self, statement: Contract, one: Text, other: Text, out: tuple[int, ...]
    ) -> None:
        """With labels that both have and the result keeps."""
        from autograd.program.text import contraction

        text = contraction(one, other, out)
        target = self._target(statement.target)
        if text.code.startswith("np.einsum("):
            self.steps.append(f"{text.code[:-1]}, out={target})")
        elif text.code.count(" @ ") == 1:
            sides = text.code.split(" @ ")
            self.steps.append(f"np.matmul({sides[0]}, {sides[1]}, {target})")
        else:
            self.steps.append(f"np.copyto({target}, {text.code})")

    def _write_product(
        self, statement: Contract, one: Text, other: Text, out: tuple[int, ...],
        sizes: tuple[int, ...],
    ) -> None:  # fmt: skip
        """As a product of two matrices: free labels by summed ones, and these by free ones."""
        common = tuple(label for label in one.labels if label in other.labels)
        free = [tuple(x for x in t.labels if x not in common) for t in (one, other)]
        if out == free[1] + free[0] and free[0] and free[1]:
            one, other, free = other, one, free[::-1]
        a = self._matrix(one, free[0], common, sizes)
        b = self._matrix(other, common, free[1], sizes)
        target = self._target(statement.target)
        have = free[0] + free[1]
        if have != out:
            shape = ", ".join(self._size(label, sizes) for label in have)
            order = ", ".join(str(have.index(label)) for label in out)
            self.steps.append(
                f"np.copyto({target}, np.dot({a}, {b}).reshape({shape}).transpose({order}))"
            )
            return
        rows = [self._flat(free[k], sizes) for k in (0, 1) if free[k]]
        if [len(free[0]), len(free[1])] != [min(1, len(free[0])), min(1, len(free[1]))]:
            target = self._once_view(f"{target}.reshape({', '.join(rows)})")
        self.steps.append(f"np.dot({a}, {b}, {target})")

    def _size(self, label: int, sizes: tuple[int, ...]) -> str:
        return "_n" if label == BATCH else str(sizes[label])

    def _flat(self, labels: tuple[int, ...], sizes: tuple[int, ...]) -> str:
        """How many combinations of labels there are, as code."""
        count = math.prod(sizes[label] for label in labels if label != BATCH)
        if BATCH not in labels:
            return str(count)
        return f"_n * {count}" if count > 1 else "_n"

    def _matrix(
        self, text: Text, rows: tuple[int, ...], columns: tuple[int, ...], sizes: tuple[int, ...]
    ) -> str:
        """An expression as a matrix with the given labels along rows and columns."""
        code = text.atom
        if text.labels == rows + columns:
            turned = False
        elif text.labels == columns + rows:
            turned, rows, columns = True, columns, rows
        else:
            order = ", ".join(str(text.labels.index(label)) for label in rows + columns)
            code, turned = f"{code}.transpose({order})", False
        if len(rows) > 1 or len(columns) > 1 or not (rows and columns):
            shape = [self._flat(part, sizes) for part in (rows, columns) if part]
            if len(rows) + len(columns) > len(shape):
                code = f"{code}.reshape({', '.join(shape)})"
        code = f"{code}.T" if turned and rows and columns else code
        plain = ".transpose(" not in code and text.code.isidentifier()
        own = text.code in self.buffers.values() or text.code in self.views.values()
        if plain and own and not code.isidentifier() and text.code not in self.views.values():
            return self._once_view(code)
        return code

    # --- scatters

    def _write_scatter(self, statement: Scatter) -> None:
        target = self._target(statement.target)
        counts = self._coverage(statement)
        if counts != {1}:
            self.steps.append(f"{target}.fill(0)")
        sign = "=" if max(counts) < 2 else "+="
        for part in statement.parts:
            self.steps += self._written_part(target, part, statement.target, sign)

    def _written_part(self, name: str, part: Part, target: int, sign: str) -> Iterator[str]:
        yield from self._part(name, part, target, sign)


def _is_one_call(op: str) -> bool:
    """Whether a row is a single ufunc of its operands."""
    row = PRIMITIVES[op]
    if row.numpy == row.value or "special_arrays" in row.numpy or op == "where":
        return False
    tree = ast.parse(row.numpy, mode="eval").body
    return all(isinstance(child, (ast.Name, ast.Constant)) for child in _operands(tree))


def _operands(tree: ast.expr) -> list[ast.expr]:
    match tree:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.Compare(left=left, comparators=comparators):
            return [left, *comparators]
        case ast.Call(args=args):
            return args
    return []


class _Calls:
    """One row of the table as a sequence of calls that write into buffers."""

    def __init__(self, emitter: FastEmitter, target: Array) -> None:
        self.emitter = emitter
        self.target = target
        self.lines: list[str] = []
        self.spent: list[tuple[Shape, str]] = []

    def row(self, op: str, args: list[str], out: str) -> None:
        """The row on operands, into ``out``."""
        form = PRIMITIVES[op].numpy
        tree = ast.parse("x ** y" if op == "pow" else form, mode="eval").body
        known = dict(zip(PRIMITIVES[op].operands, args, strict=True))
        self._into(tree, known, out)

    def _into(self, tree: ast.expr, known: dict[str, str], out: str) -> None:
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            row = PRIMITIVES[tree.func.id]
            args = [self._value(each, known) for each in tree.args]
            self.row(row.name, args, out)
            return
        if isinstance(tree, (ast.Name, ast.Constant)):
            self.lines.append(f"np.copyto({out}, {self._value(tree, known)})")
            return
        args = [self._value(each, known) for each in _operands(tree)]
        if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow) and args[1] == "2":
            self.lines.append(f"np.square({args[0]}, {out})")
            return
        name = _name(tree)
        if name == "np.where":
            self.lines.append(f"np.copyto({out}, {args[2]})")
            self.lines.append(f"np.copyto({out}, {args[1]}, where={args[0]})")
        elif name.startswith("special_arrays."):
            self.lines.append(f"np.copyto({out}, {name}({', '.join(args)}))")
        else:
            keyword = "out=" if name.removeprefix("np.") in _KEYWORD_OUT else ""
            self.lines.append(f"{name}({', '.join(args)}, {keyword}{out})")

    def _value(self, tree: ast.expr, known: dict[str, str]) -> str:
        """An operand: a name, a number, or a buffer with the result of a part."""
        if isinstance(tree, ast.Name) and tree.id in known:
            return known[tree.id]
        if not any(isinstance(n, ast.Name) and n.id in known for n in ast.walk(tree)):
            return number(float(over(ast.unparse(tree), ())(FLOAT))).code
        compares = isinstance(tree, ast.Compare)
        shape = Shape(self.target.dims, self.target.batched, compares)
        name = self.emitter._buffer(shape)
        self.spent.append((shape, name))
        self._into(tree, known, name)
        return name


def _name(tree: ast.expr) -> str:
    match tree:
        case ast.BinOp(op=op) | ast.UnaryOp(op=op) | ast.Compare(ops=[op]):
            return f"np.{_UFUNCS[type(op)]}"
        case ast.Call(func=ast.Attribute() as function):
            return ast.unparse(function)
    raise ValueError(f"a form of the table has no call: {ast.unparse(tree)}")
