"""Every error that glassgrad raises on purpose.

    GlassgradError                     anything below; catch this one
    ├── InputError (ValueError)        a value, name or option that cannot be used
    ├── ExpressionError (ValueError)   a formula that cannot be read; knows the column
    ├── RecordingError (TypeError)     a step that the recorded graph would not remember
    ├── CheckError (ValueError)        a formula or function that the check cannot run
    ├── RenderError (RuntimeError)     a picture that could not be laid out or written
    └── MissingDependency (ImportError)  an optional package; says what to install

Each also derives from the built-in exception that a caller would expect, so that
``except ValueError`` works for those who do not know this package.
"""

from __future__ import annotations


class GlassgradError(Exception):
    """Base of all errors of this package; its text is one clear sentence or more."""


class InputError(GlassgradError, ValueError):
    """A value, a name or an option that cannot be used; the text says what to do."""


class ExpressionError(GlassgradError, ValueError):
    """A formula that cannot be read.

    ``message`` is the sentence, ``text`` the formula and ``column`` the place in it,
    counted from 0; ``str(error)`` shows all three with a caret under the column.
    """

    _WINDOW = 72

    def __init__(self, message: str, text: str, column: int) -> None:
        self.message = message
        self.text = text
        self.column = min(max(column, 0), len(text))
        super().__init__(message)

    def __str__(self) -> str:
        line, caret = self._excerpt()
        return f"{self.message}\n  {line}\n  {' ' * caret}^"

    def _excerpt(self) -> tuple[str, int]:
        """The part of the formula around the column, printable, and the caret's place in it."""
        half = self._WINDOW // 2
        start = max(0, min(self.column - half, len(self.text) - self._WINDOW))
        shown = "".join(
            c if c.isprintable() else "�" for c in self.text[start : start + self._WINDOW]
        )
        before = "…" if start else ""
        after = "…" if start + self._WINDOW < len(self.text) else ""
        return before + shown + after, len(before) + self.column - start

    def __reduce__(self) -> tuple[type[ExpressionError], tuple[str, str, int]]:
        return type(self), (self.message, self.text, self.column)


class RecordingError(GlassgradError, TypeError):
    """A step that would leave the recorded graph unnoticed; the text says what to write."""


class CheckError(GlassgradError, ValueError):
    """A formula or a function that the check cannot run; the text says why."""


class RenderError(GlassgradError, RuntimeError):
    """A picture that could not be laid out or written; the text says why."""


class MissingDependency(GlassgradError, ImportError):
    """An optional package is not installed; the text says which and how to get it."""
