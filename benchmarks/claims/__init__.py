"""Functions with gradients written by hand, right ones and wrong ones: what a check is tried on."""
