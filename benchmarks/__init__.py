"""What glassgrad's speed and memory are, measured against its peers in the same run."""
