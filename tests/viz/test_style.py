"""Colours: readable in print, on screen, and without seeing hues."""

from __future__ import annotations

import pytest

from viz import style

INKS = [style.FORWARD, style.BACKWARD, style.LOCAL, style.BLAME, style.MEASURED]
OKABE_ITO = {"#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#000000"}


@pytest.mark.parametrize("ink", INKS)
def test_text_stands_out_from_its_ground(ink):
    grounds = (ink.ground, style.PAPER, *style.REGION)
    assert all(style.contrast(ink.text, ground) >= 4.5 for ground in grounds)
    assert ink.hue in OKABE_ITO


def test_quiet_text_can_be_read():
    assert all(style.contrast(style.QUIET, g) >= 4.5 for g in (style.PAPER, *style.REGION))


def test_no_two_kinds_share_a_sign_or_a_hue():
    assert len({ink.sign for ink in INKS}) == len({ink.hue for ink in INKS}) == len(INKS)


def test_contrast_of_black_on_white_is_the_most():
    assert style.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert style.contrast("#FFFFFF", "#FFFFFF") == 1


def test_the_ramp_grows_darker_and_keeps_text_readable():
    shades = [style.shade(step / 20) for step in range(21)]
    contrasts = [style.contrast("#FFFFFF", shade) for shade in shades]
    assert contrasts == sorted(set(contrasts))
    assert all(style.contrast(style.INK, shade) >= 7 for shade in shades)
    assert style.shade(-3) == shades[0]
    assert style.shade(7) == shades[-1]
