r"""Letters that stand together: a product, as in ``mgh``, or a word such as a declared name.

Numbers too: ``6.674 \times 10^{-11}`` is one number, not a product.
"""

from __future__ import annotations

from typing import NoReturn

from autograd.errors import ExpressionError
from autograd.expression.latex_items import Item, Kind, Part
from autograd.expression.latex_names import Names, candidates
from autograd.expression.latex_words import FUNCTIONS, LETTERS

_LONGEST_PRODUCT = 3
"""Letters that are read as a product although not all are declared; more look like a word."""


def with_words(source: str, names: Names, items: list[Item]) -> list[Item]:
    """The items with each run of letters that is a declared name made one.

    Raises `ExpressionError` at a run that could be a word as well as a product.
    """
    result: list[Item] = []
    place = 0
    while place < len(items):
        end = place + 1
        while end < len(items) and _continues(items[end - 1], items[end]):
            end += 1
        run = items[place:end]
        result += _run(source, names, run) if len(run) > 1 else run
        place = end
    return result


def _continues(item: Item, following: Item) -> bool:
    """Whether two letters stand together, nothing being attached to the first."""
    plain = item.letter and item.bare and len(item.spelling) == 1
    return plain and following.letter and item.end == following.start


def _run(source: str, names: Names, run: list[Item]) -> list[Item]:
    first, last = run[0], run[-1]
    word = "".join(item.spelling[0].text for item in run)
    spelling = (Part("word", word), *last.spelling[1:])
    is_name = any(name in names.declared for name in candidates(spelling))
    is_product = all(names.known(item) for item in run)
    looks_like_a_word = (
        len(run) > _LONGEST_PRODUCT
        or word in LETTERS
        or any(function in word for function in FUNCTIONS)
        or any(name in word for name in names.declared if len(name) > 1)
    )
    if is_name != is_product:
        whole = Item(Kind.NAME, first.start, last.end, spelling=spelling)
        whole.script, whole.factorial = last.script, last.factorial
        return [whole] if is_name else run
    if is_name or looks_like_a_word:
        _refuse(source, run, word)
    return run


def _refuse(source: str, run: list[Item], word: str) -> NoReturn:
    letters = [item.spelling[0].text for item in run]
    product, apart = "*".join(letters), " ".join(letters)
    if len(word) > 30:
        product, apart, word = f"{product[:29]}…", f"{apart[:29]}…", f"{word[:29]}…"
    command = word in FUNCTIONS or word in LETTERS
    inside = [name for name in sorted(FUNCTIONS, key=len, reverse=True) if name in word]
    if command:
        other = f"`\\{word}`"
    elif inside:
        other = f"something with `\\{inside[0]}`"
    else:
        other = f"the name `{word}`, which is written `\\mathrm{{{word}}}`"
    message = f"This has two readings, the product `{product}`, which is written `{apart}`, "
    raise ExpressionError(f"{message}and {other}.", source, run[0].start)


def with_powers_of_ten(items: list[Item]) -> list[Item]:
    r"""The items with each number such as ``1.5 \times 10^{-7}`` made one."""
    result: list[Item] = []
    place = 0
    while place < len(items):
        if (number := _scientific(items, place)) is not None:
            result.append(number)
            place += 3
        else:
            result.append(items[place])
            place += 1
    return result


def _scientific(items: list[Item], place: int) -> Item | None:
    if place + 2 >= len(items):
        return None
    mantissa, sign, ten = items[place : place + 3]
    # `1/2 \times 10^3` and `\sin 2 \times 10^3` are left to be refused.
    before = items[place - 1] if place else None
    if before is not None and (before.kind is Kind.HEAD or before.text == "/"):
        return None
    if mantissa.kind is not Kind.NUMBER or not mantissa.bare or sign.text != "times":
        return None
    if ten.kind is not Kind.NUMBER or ten.text != "10" or ten.factorial or ten.script is None:
        return None
    if sign.kind is not Kind.PRODUCT or not ten.script.whole:
        return None
    text = f"{mantissa.text}e{ten.script.whole}"
    return Item(Kind.NUMBER, mantissa.start, ten.end, text)
