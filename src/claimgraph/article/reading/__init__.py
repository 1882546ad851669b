"""Any form of a Wikipedia article → :class:`~claimgraph.article.text.Article`: one reader a form, and what they share."""
