"""The check of Python functions, element by element.

checking.py    check_function: what is asked, and in which order it is answered
calls.py       the user's functions called: arguments by name, errors in words
blocks.py      arguments and answers as numbers, arrays, lists; given.py: the question
standins.py    arrays that can hold Values; recorded.py: one call recorded
tape.py        the record run again, and differentiated, in other arithmetics
slopes.py      fifty digits, differences, balls; ties.py: kinks and branches
traced.py      evidence from the record; outside.py, blackbox.py: from differences of floats
answers.py     what the claim says; its error bars are those of `autograd.rounding`
comparison.py  every element within its error bar
    hints.py       what went wrong, by numbers; shapes.py: by shape; ratios.py: factors by name
    fidelity.py    whether a record is all that a function does; evidence.py: what both kinds give
elements.py    the results; telling.py: their words; case.py: what they are told from
"""

from autograd.check.functions.checking import check_function

__all__ = ["check_function"]
