"""From what an article tells to the records of a graph file, and the questions that are left."""
