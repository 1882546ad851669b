"""Sitemaps (sitemaps.org): every page by its address, in one file, or in several with an index over them."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

#: No sitemap may hold more addresses.
MOST_ADDRESSES = 50_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(base: str, paths: Sequence[str]) -> dict[str, bytes]:
    """File name → sitemap of the home page and of ``paths`` below ``base``; the first file is the one to announce.

    >>> list(sitemaps("https://example.org/", ["page/place/dia"]))
    ['sitemap.xml']
    """
    addresses = [base, *(base + path for path in paths)]
    parts = [addresses[first : first + MOST_ADDRESSES] for first in range(0, len(addresses), MOST_ADDRESSES)]
    if len(parts) == 1:
        return {"sitemap.xml": _written("urlset", "url", parts[0])}
    names = [f"sitemap.{number}.xml" for number in range(1, len(parts) + 1)]
    return {"sitemap.xml": _written("sitemapindex", "sitemap", [base + name for name in names])} | {
        name: _written("urlset", "url", part) for name, part in zip(names, parts, strict=True)
    }


def _written(root: str, row: str, addresses: Sequence[str]) -> bytes:
    rows = "\n".join(f"<{row}><loc>{escape(address)}</loc></{row}>" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_NAMESPACE}>\n{rows}\n</{root}>\n'.encode()
