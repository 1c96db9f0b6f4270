"""The fast printing: a block as calls that write into buffers made once for a batch size.

``make(n)`` makes the buffers and gives ``step``, which allocates (nearly) nothing: every result
goes into a buffer by ``out=``, a buffer is used again when what it holds has been read for the
last time, and all gradients lie in one flat array.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from autograd.program import loops_fast
from autograd.program.builder import COUNT
from autograd.program.calls import Calls, Shape, is_one_call
from autograd.program.contraction_text import contraction, merged
from autograd.program.emit import Emitter
from autograd.program.fast_sums import REDUCTIONS, by_product
from autograd.program.ir import (
    Array,
    Block,
    Contract,
    Loop,
    Map,
    Operand,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    reads,
)
from autograd.program.loops_fast import Steps
from autograd.program.naming import Names
from autograd.program.text import BATCH, Text, aligned, number, transposed


def empty(shape: Shape) -> str:
    """The code of a new buffer."""
    sizes = ["_n"] * shape.batched + [str(size) for size in shape.dims]
    if shape.batched and shape.stacked:
        sizes[:2] = sizes[1::-1]
    comma = "," if len(sizes) == 1 else ""
    return f"np.empty(({', '.join(sizes)}{comma}), {'bool' if shape.truth else '_dtype'})"


class FastEmitter(Emitter):
    """Writes the two parts of one block: what is made once, and what each step does.

    kept: arrays with a buffer of their own; reverse: the first array of the reverse pass, whose
    masks are products: where a result is not finite, the step is run again with care. ``width``
    is how many numbers of a sample the buffers hold, ``masks`` whether there are such products.
    """

    def __init__(
        self, block: Block, names: Names, tables: Names, kept: set[int], reverse: int
    ) -> None:
        super().__init__(block, names, tables, kind=", _dtype")
        self.reverse = reverse
        self.kept = kept
        self.once: list[str] = []
        self.steps: list[str] = []
        self.buffers: Names = {}
        self.free: dict[Shape, list[str]] = defaultdict(list)
        self.views: dict[str, str] = {}
        self.counter = 0
        self.width = 0
        self.masks = False
        self.pairs = dict(_sines_and_cosines(block))
        self.fixed = {k for k, a in enumerate(block.arrays) if a.input == COUNT}
        self.fixed |= {k for k, a in enumerate(block.arrays) if a.data is not None}
        self.each: Steps | None = None
        self.held: set[int] = set()
        self.loops = 0
        self.last: dict[int, float] = {}
        for place, statement in enumerate(block.statements):
            for view in reads(statement):
                self.last[view.array] = place
        for _, operand, _ in block.returns:
            if isinstance(operand, View):
                self.last[operand.array] = len(block.statements)

    def run(self) -> None:
        """Writes all statements."""
        for place, statement in enumerate(self.block.statements):
            if isinstance(statement, Loop):
                loops_fast.write(self, statement)
            elif all(view.array in self.fixed for view in reads(statement)):
                self._once(statement)
                continue
            else:
                self.statement(statement, place)
            for array in {view.array for view in reads(statement)}:
                if self.last[array] == place:
                    self.release(array)

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

    def shape(self, array: Array) -> Shape:
        """What tells the buffer of an array apart."""
        return Shape(array.dims, array.batched, array.truth, array.stacked)

    def buffer(self, shape: Shape) -> str:
        """A buffer that nothing needs any more, or a new one."""
        if self.free[shape]:
            return self.free[shape].pop()
        self.counter += 1
        self.width += math.prod(shape.dims) * shape.batched
        name = f"_b{self.counter}"
        self.once.append(f"{name} = {empty(shape)}")
        return name

    def release(self, array: int) -> None:
        """Lets the buffer of an array that nothing needs any more be used again."""
        if array in self.buffers and array not in self.kept and array not in self.held:
            self.give_back(array, self.buffers[array])

    def give_back(self, array: int, buffer: str) -> None:
        """Lets a buffer of the shape of an array be used again."""
        self.free[self.shape(self.block.arrays[array])].append(buffer)

    def target(self, target: int) -> str:
        """The buffer of a target."""
        if target not in self.buffers:
            array = self.block.arrays[target]
            if target in self.kept:
                self.buffers[target] = self.names[target]
            else:
                self.buffers[target] = self.buffer(self.shape(array))
            self.names[target] = self.buffers[target]
        return self.buffers[target]

    def _taken_over(self, statement: Map, place: float) -> None:
        """Lets the target have the buffer of an operand that is read for the last time."""
        target = self.block.arrays[statement.target]
        one = statement.op == "where" or is_one_call(statement.op)
        if statement.target in self.kept or statement.target in self.held or not one:
            return
        for arg in statement.args:
            if not isinstance(arg, View) or self.last[arg.array] != place:
                continue
            if arg.array not in self.buffers or arg.array in self.held:
                continue
            array = self.block.arrays[arg.array]
            whole = arg.labels == tuple(range(len(statement.sizes))) and arg.shape == array.dims
            again = sum(isinstance(o, View) and o.array == arg.array for o in statement.args)
            if (
                whole and again == 1 and arg.array not in self.kept and arg.table is None
                and self.shape(array) == self.shape(target)
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
        if text.code.isidentifier():
            return text
        own = view.array in self.buffers or view.array in self.fixed
        moving = view.table is not None or "np.arange" in text.code or "].reshape(" in text.code
        if not text.labels:
            moving = True  # a single number is read, not viewed
        if not own or moving:
            return text
        return Text(self.once_view(text.code), labels=text.labels)

    def operand(  # type: ignore[override]
        self, operand: Operand, sizes: tuple[int, ...], labels: tuple[int, ...]
    ) -> Text:
        """An operand that broadcasts against dimensions ``labels``."""
        if not isinstance(operand, View):
            return number(operand)
        return self._hoisted(aligned(self.text(operand, sizes), labels), operand)

    # --- statements

    def statement(self, statement: Statement, place: int) -> None:
        """Writes what one statement does in each step."""
        match statement:
            case Map():
                self._write_map(statement, place)
            case Contract():
                self._write_contraction(statement)
            case Reduce():
                self._write_reduction(statement)
            case Winner():
                target = self.target(statement.target)
                self.steps.append(f"np.copyto({target}, {self._expression(statement).code})")
            case Scatter():
                self._write_scatter(statement)

    def _write_reduction(self, statement: Reduce) -> None:
        text = self.text(statement.arg, statement.sizes)
        labels = self._labels(statement)
        if statement.op == "running":
            target = self.target(statement.target)
            code = transposed(text, labels).code
            self.steps.append(f"np.cumsum({code}, {len(labels) - 1}, out={target})")
            return
        gone = tuple(label for label in text.labels if label not in labels)
        left = tuple(label for label in text.labels if label in labels)
        target = self.target(statement.target)
        if left != labels:
            order = [labels.index(label) for label in left]
            target = self.once_view(f"{target}.transpose({', '.join(map(str, order))})")
        elif by_product(self, statement, text, left, gone, target):
            return
        axes = [place for place, label in enumerate(text.labels) if label in gone]
        axis = str(axes[0]) if len(axes) == 1 else str(tuple(axes))
        name = REDUCTIONS[statement.op]
        self.steps.append(f"{name}({text.code}, {axis}, None, {target})")

    def once_view(self, code: str) -> str:
        """The name of an expression that is computed once, or once for each step of a loop."""
        if self.each is not None and self.each.moves(code):
            return self.each.view(code)
        if code not in self.views:
            self.views[code] = f"_v{len(self.views) + 1}"
            self.once.append(f"{self.views[code]} = {code}")
        return self.views[code]

    def _write_map(self, statement: Map, place: int) -> None:
        labels = self._labels(statement)
        args = [self.operand(arg, statement.sizes, labels) for arg in statement.args]
        if statement.op == "identity":
            self.steps.append(f"np.copyto({self.target(statement.target)}, {args[0].code})")
            return
        if statement.op == "where":
            if statement.target >= self.reverse and self._is_mask(statement):
                self._write_masked(statement, args, place)
            else:
                self._write_where(statement, args)
            return
        if statement.target in self.pairs:
            self._write_pair(*self.pairs[statement.target], args[0].code)
            return
        self._taken_over(statement, place)
        target = self.target(statement.target)
        array = self.block.arrays[statement.target]
        calls = Calls(self.buffer, array)
        calls.row(statement.op, [arg.code for arg in args], target)
        self.steps += calls.lines
        for shape, name in calls.spent:
            self.free[shape].append(name)

    def _write_pair(self, sine: int, cosine: int, x: str) -> None:
        """Sine and cosine of the same at once, when the first of them is asked for."""
        if sine not in self.buffers and cosine not in self.buffers:
            self.steps.append(f"sincos({x}, {self.target(sine)}, {self.target(cosine)})")

    def _is_mask(self, statement: Map) -> bool:
        condition, _, otherwise = statement.args
        truth = isinstance(condition, View) and self.block.arrays[condition.array].truth
        return truth and otherwise == 0.0

    def _write_masked(self, statement: Map, args: list[Text], place: int) -> None:
        """A cotangent where a condition holds, as a product: the step notices nan and inf."""
        self.masks = True
        self._taken_over(statement, place)
        target = self.target(statement.target)
        self.steps.append(f"np.multiply({args[1].code}, {args[0].code}, {target})")

    def _write_where(self, statement: Map, args: list[Text]) -> None:
        """The chosen operand is copied over the other."""
        target = self.target(statement.target)
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
        text = contraction(one, other, out)
        target = self.target(statement.target)
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
        target = self.target(statement.target)
        have = free[0] + free[1]
        if have != out:
            shape = ", ".join(self._size(label, sizes) for label in have)
            order = ", ".join(str(have.index(label)) for label in out)
            self.steps.append(
                f"np.copyto({target}, np.dot({a}, {b}).reshape({shape}).transpose({order}))"
            )
            return
        rows = [self.flat(free[k], sizes) for k in (0, 1) if free[k]]
        if [len(free[0]), len(free[1])] != [min(1, len(free[0])), min(1, len(free[1]))]:
            target = self.once_view(f"{target}.reshape({', '.join(rows)})")
        self.steps.append(f"np.dot({a}, {b}, {target})")

    def _size(self, label: int, sizes: tuple[int, ...]) -> str:
        return "_n" if label == BATCH else str(sizes[label])

    def flat(self, labels: tuple[int, ...], sizes: tuple[int, ...]) -> str:
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
            shape = [self.flat(part, sizes) for part in (rows, columns) if part]
            if len(rows) + len(columns) > len(shape):
                code = f"{code}.reshape({', '.join(shape)})"
        code = f"{code}.T" if turned and rows and columns else code
        plain = ".transpose(" not in code and text.code.isidentifier()
        own = text.code in self.buffers.values() or text.code in self.views.values()
        if plain and own and not code.isidentifier() and text.code not in self.views.values():
            return self.once_view(code)
        return code

    # --- scatters

    def _write_scatter(self, statement: Scatter) -> None:
        target = self.target(statement.target)
        counts = self._coverage(statement)
        if counts != {1}:
            self.steps.append(f"{target}.fill(0)")
        sign = "=" if max(counts) < 2 else "+="
        for part in statement.parts:
            self.steps += self._part(target, part, statement.target, sign)


def _sines_and_cosines(block: Block) -> Iterator[tuple[int, tuple[int, int]]]:
    """The arrays that are the sine or the cosine of something of which the other is there too."""
    found: dict[object, dict[str, int]] = defaultdict(dict)
    for item in block.statements:
        if isinstance(item, Map) and item.op in ("sin", "cos"):
            array = block.arrays[item.target]
            if array.dims or array.batched:
                found[item.args, item.sizes][item.op] = item.target
    for pair in found.values():
        if len(pair) == 2:
            yield from ((target, (pair["sin"], pair["cos"])) for target in pair.values())
