"""Where Keras keeps networks: ``from autograd.nn.models import Sequential, load_model``."""

from autograd.nn.model import Sequential
from autograd.nn.storage import load_model

__all__ = ["Sequential", "load_model"]
