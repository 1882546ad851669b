"""claimgraph: who says how many of whom were killed, as a knowledge graph."""

__version__ = "0.1.0"
