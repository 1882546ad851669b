"""Whole dumps: streamed, on all cores, with bounds."""
