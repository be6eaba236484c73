"""The demonstration: real organisations with public facts, and an invented one with everything else."""
