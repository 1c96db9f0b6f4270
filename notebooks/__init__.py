"""The walkthroughs, as installed with glassgrad; ``glassgrad notebooks DIRECTORY`` copies them."""
