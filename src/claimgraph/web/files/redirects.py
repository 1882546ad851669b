"""What a plain host must be told so that canonical addresses work there too: rules for nginx, Apache, and others.

nginx and Apache look at Accept by regular expressions: which formats are named, and whether at full weight. That
settles every header that clients are known to send; weights between two formats of which neither is at full
weight are not compared.
"""

import re
from collections.abc import Sequence

from claimgraph.web.links import file_key
from claimgraph.web.resources import DUMP_FORMATS, FORMATS, HTML, Resource

#: address prefix → path under page/ and data/
NEGOTIATED = (("id/", ""), ("code/", "code/"), ("graph/", "graph/"))
WHOLE = ("ns", "shapes", "code", "dataset", "report")
#: A version of the ontology is told about where the ontology is.
VERSIONS = r"ns/[0-9.]+"
NONE = "none"
#: extension → media type, for every file of the site
TYPES = {
    "html": HTML, "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "xml": "application/xml", "txt": "text/plain", "json": "application/json",
    "csv": "text/csv", "tsv": "text/tab-separated-values", "rq": "application/sparql-query", "srj": "application/sparql-results+json", "srx": "application/sparql-results+xml",
} | {form.extension: form.media_type for form in DUMP_FORMATS}  # fmt: skip
#: Said where it matters, in the file itself.
GONE = ("# Withdrawn. Netlify answers 410; Cloudflare Pages has no such status, passes these rows over and leads to the tombstone.",)
HEADERS = (("X-Content-Type-Options", "nosniff"), ("Access-Control-Allow-Origin", "*"))


def wanted_formats() -> list[tuple[str, str]]:
    """Pattern over Accept → extension of what it wants, the first that fits; without one it wants nothing of ours."""
    kinds = [(form.extension, re.escape(form.media_type)) for form in FORMATS]
    html, end = re.escape(HTML), r"\s*(?:,|$)"
    refused = r"\s*;\s*q=0(?:\.0*)?" + end
    return [
        (r"^\s*$", FORMATS[0].extension),
        *((f"^(?=.*{kind}{end})(?!.*{html}{end})", extension) for extension, kind in kinds),
        (f"{html}(?!{refused})", "html"),
        *((f"{kind}(?!{refused})", extension) for extension, kind in kinds),
        (rf"application/json(?!{refused})", "jsonld"),
        (rf"[*]/[*](?!{refused})", FORMATS[0].extension),
        (rf"text/[*](?!{refused})", "ttl"),
        (rf"application/[*](?!{refused})", "jsonld"),
    ]


def keys_of(withdrawn: Sequence[Resource]) -> list[tuple[str, str]]:
    """Path of each withdrawn resource as a pattern → the key of its files."""
    return [(rf"(?:{re.escape(one.path)}|(?:page|data)/{re.escape(one.key)}(?:[.][a-z0-9.]+)?)", file_key(one.key)) for one in withdrawn]


def renamed(resources: Sequence[Resource]) -> list[tuple[str, str]]:
    """Path of each resource whose files cannot be named as it is, as a pattern → the key of its files."""
    return [(re.escape(one.path), file_key(one.key)) for one in resources if file_key(one.key) != one.key]


# nginx


def nginx(prefix: str, resources: Sequence[Resource] = (), withdrawn: Sequence[Resource] = ()) -> str:
    """Configuration in two parts: maps for ``http { }``, and rules to include inside ``server { }``."""
    at = re.escape(prefix)
    wanted = f'    "" {FORMATS[0].extension};\n' + "".join(f'    "~*{pattern}" {extension};\n' for pattern, extension in wanted_formats())
    gone = "".join(f'    "~^{at}/{pattern}$" {key};\n' for pattern, key in keys_of(withdrawn))
    kinds = "".join(f"    {media_type} {extension};\n" for extension, media_type in TYPES.items())
    headers = "".join(f'add_header {name} "{value}" always; ' for name, value in HEADERS)
    rules = [(rf"^{at}/{pattern}$", key) for pattern, key in renamed(resources)]
    rules += [(rf"^{at}/{start}(?<claimgraph_key>.+)$", f"{to}$claimgraph_key") for start, to in NEGOTIATED]
    rules += [(rf"^{at}/(?<claimgraph_key>{'|'.join(WHOLE)})$", "$claimgraph_key"), (rf"^{at}/{VERSIONS}$", "ns")]
    return (
        f"# Into http {{ }}, for example as a file in conf.d:\n"
        f"map $http_accept $claimgraph_format {{\n    default {NONE};\n{wanted}}}\n"
        f'map $claimgraph_format $claimgraph_folder {{\n    default data;\n    html page;\n}}\n'
        f'map $uri $claimgraph_gone {{\n    default "";\n{gone}}}\n'
        f"\n# Into server {{ }}, from here to the end:\n"
        f"types {{\n{kinds}}}\ncharset utf-8;\ncharset_types text/css text/javascript text/turtle text/csv text/plain text/tab-separated-values;\n"
        f"absolute_redirect off;\nerror_page 404 {prefix}/404.html;\n"
        + "".join(
            f'location ~ "{pattern}" {{\n    {headers}add_header Vary Accept always;\n    error_page 410 @claimgraph_gone;\n'
            f"    if ($claimgraph_gone) {{ return 410; }}\n    if ($claimgraph_format = {NONE}) {{ return 406; }}\n"
            f"    return 303 {prefix}/$claimgraph_folder/{key}.$claimgraph_format;\n}}\n"
            for pattern, key in rules
        )
        + f'location ~ "^{at}/(?:page|data)/" {{\n    {headers}\n    error_page 410 @claimgraph_gone;\n    if ($claimgraph_gone) {{ return 410; }}\n    try_files $uri $uri.html =404;\n}}\n'
        f"location @claimgraph_gone {{\n    {headers}add_header Vary Accept always;\n    try_files $uri {prefix}/$claimgraph_folder/$claimgraph_gone.$claimgraph_format {prefix}/page/$claimgraph_gone.html =404;\n}}\n"
        f"location = {prefix}/.well-known/void {{ default_type {FORMATS[0].media_type}; {headers}}}\n"
        f"location {prefix}/ {{\n    {headers}\n    try_files $uri $uri.html $uri/index.html =404;\n}}\n"
    )


# Apache


def htaccess(prefix: str, resources: Sequence[Resource] = (), withdrawn: Sequence[Resource] = ()) -> str:
    """An ``.htaccess`` for Apache 2.4.13 or newer with mod_rewrite, mod_headers, mod_mime and mod_dir."""
    types = "".join(f"AddType {media_type} .{extension}\n" for extension, media_type in TYPES.items())
    textual = " ".join(f".{extension}" for extension, media_type in TYPES.items() if media_type.startswith("text/"))
    headers = "".join(f'Header always set {name} "{value}"\n' for name, value in HEADERS)
    gone = "".join(_apache_gone(one) for one in withdrawn)
    pairs = [(f"^{pattern}$", key) for pattern, key in renamed(resources)]
    pairs += [(f"^{start}(.+)$", f"{to}$1") for start, to in NEGOTIATED] + [(f"^({'|'.join(WHOLE)})$", "$1"), (f"^{VERSIONS}$", "ns")]
    return (
        f"{types}AddCharset utf-8 {textual}\n<Files void>\n    ForceType '{FORMATS[0].media_type}; charset=utf-8'\n</Files>\n"
        f"Options -MultiViews -Indexes\nDirectorySlash Off\nErrorDocument 404 {prefix}/404.html\n"
        f"ErrorDocument 410 {prefix}/%{{reqenv:claimgraph_gone}}\n"
        f"{headers}"
        'Header always merge Vary Accept "expr=%{REQUEST_STATUS} -in {\'303\', \'406\', \'410\'}"\nRewriteEngine On\n'
        f"RewriteCond %{{ENV:REDIRECT_STATUS}} !^$\nRewriteRule ^ - [L]\n"
        + "".join(_apache_choice(wanted, extension) for wanted, extension in wanted_formats())
        + gone + "".join(_apache_rules(prefix, pattern, key) for pattern, key in pairs)
        + "RewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME}.html -f\nRewriteRule ^(.+)$ $1.html [L]\n"
    )


def _apache_choice(wanted: str, extension: str) -> str:
    """The first pattern that Accept fits decides: the folder and the ending of what is wanted."""
    folder = "page" if extension == "html" else "data"
    return (
        f'RewriteCond %{{ENV:claimgraph_format}} ^$\nRewriteCond %{{HTTP:Accept}} "{wanted}" [NC]\n'
        f"RewriteRule ^ - [E=claimgraph_folder:{folder},E=claimgraph_format:{extension}]\n"
    )


def _apache_gone(one: Resource) -> str:
    """The tombstone, as what is wanted at the canonical address, as what it is at a document's; as a page where nothing fits."""
    key, path, name = file_key(one.key), re.escape(one.path), re.escape(one.key)
    return (
        f"RewriteCond %{{ENV:claimgraph_format}} !^$\nRewriteRule ^{path}$ - [E=claimgraph_gone:%{{ENV:claimgraph_folder}}/{key}.%{{ENV:claimgraph_format}},R=410,L]\n"
        f"RewriteRule ^data/{name}([.](?:{'|'.join(form.extension for form in FORMATS)}))$ - [E=claimgraph_gone:data/{key}$1,R=410,L]\n"
        f"RewriteRule ^(?:{path}|(?:page|data)/{name}(?:[.][a-z0-9.]+)?)$ - [E=claimgraph_gone:page/{key}.html,R=410,L]\n"
    )


def _apache_rules(prefix: str, pattern: str, key: str) -> str:
    return (
        f"RewriteCond %{{ENV:claimgraph_format}} !^$\nRewriteRule {pattern} {prefix}/%{{ENV:claimgraph_folder}}/{key}.%{{ENV:claimgraph_format}} [R=303,L]\n"
        f"RewriteRule {pattern} - [R=406,L]\n"
    )


# Netlify and Cloudflare Pages


def redirects(prefix: str, withdrawn: Sequence[Resource] = ()) -> str:
    """``_redirects`` for hosts that cannot look at Accept: people first, data by its address."""
    gone = [f"{prefix}/{one.path} {prefix}/page/{file_key(one.key)}.html 410!" for one in withdrawn]
    rows = [f"{prefix}/{start}* {prefix}/page/{to}:splat.html 302" for start, to in NEGOTIATED]
    whole = [f"{prefix}/{name} {prefix}/page/{name}.html 302" for name in WHOLE]
    return "\n".join([*(GONE if gone else ()), *gone, *whole, f"{prefix}/ns/* {prefix}/page/ns.html 302", *rows]) + "\n"


def headers(prefix: str) -> str:
    """``_headers`` for the same hosts: the media types that they do not know, and reading from anywhere."""
    always = "".join(f"  {name}: {value}\n" for name, value in HEADERS)
    typed = "".join(f"{prefix}/*.{form.extension}\n  Content-Type: {form.media_type}\n" for form in DUMP_FORMATS)
    return f"{prefix}/*\n{always}{typed}"
