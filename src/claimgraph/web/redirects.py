"""What a plain host must be told so that canonical addresses work there too: rules for nginx, Apache, and others."""

from claimgraph.web.resources import FORMATS

#: address prefix → path under page/ and data/
NEGOTIATED = (("id/", ""), ("code/", "code/"), ("graph/", "graph/"))
WHOLE = ("ns", "shapes", "code", "dataset", "report")


def nginx(prefix: str) -> str:
    """A piece of configuration to include inside ``server { … }``, the map outside of it."""
    kinds = "".join(f'    "~*{form.media_type.replace("+", r"[+]")}" {form.extension};\n' for form in FORMATS)
    rules = "".join(_nginx_rule(prefix, at, to) for at, to in NEGOTIATED)
    whole = "".join(f"location = {prefix}/{name} {{ rewrite ^ {prefix}/to-$claimgraph_kind/{name} last; }}\n" for name in WHOLE)
    return (
        "# Put the map into http { }, the rest into server { }.\n"
        f"map $http_accept $claimgraph_format {{\n    default ttl;\n{kinds}}}\n"
        'map $http_accept $claimgraph_kind {\n    default data;\n    "~*text/html" page;\n}\n\n'
        "types { " + " ".join(f"{form.media_type} {form.extension};" for form in FORMATS) + " }\n"
        f"location ~ ^{prefix}/to-page/(.+)$ {{ internal; add_header Vary Accept always; return 303 {prefix}/page/$1.html; }}\n"
        f"location ~ ^{prefix}/to-data/(.+)$ {{ internal; add_header Vary Accept always; return 303 {prefix}/data/$1.$claimgraph_format; }}\n"
        f"{rules}{whole}"
        f"location ~ ^{prefix}/page/[^.]+$ {{ try_files $uri.html =404; }}\n"
        f"error_page 404 {prefix}/404.html;\n"
    )


def _nginx_rule(prefix: str, at: str, to: str) -> str:
    return f"location ~ ^{prefix}/{at}(.+)$ {{ rewrite ^{prefix}/{at}(.+)$ {prefix}/to-$claimgraph_kind/{to}$1 last; }}\n"


def htaccess(prefix: str) -> str:
    """An ``.htaccess`` for Apache with mod_rewrite, mod_headers and mod_mime."""
    types = "".join(f"AddType {form.media_type} .{form.extension}\n" for form in FORMATS)
    pairs = [(f"^{at}(.+)$", f"{to}$1") for at, to in NEGOTIATED] + [(f"^({'|'.join(WHOLE)})$", "$1")]
    rules = []
    for pattern, key in pairs:
        rules.append(f"RewriteCond %{{HTTP:Accept}} text/html [NC]\nRewriteRule {pattern} {prefix}/page/{key}.html [R=303,L]\n")
        rules += [
            f"RewriteCond %{{HTTP:Accept}} {form.media_type.replace('+', '[+]')} [NC]\nRewriteRule {pattern} {prefix}/data/{key}.{form.extension} [R=303,L]\n"
            for form in FORMATS[1:]
        ]
        rules.append(f"RewriteRule {pattern} {prefix}/data/{key}.ttl [R=303,L]\n")
    return (
        f"{types}Options -MultiViews -Indexes\nErrorDocument 404 {prefix}/404.html\n"
        'Header always set X-Content-Type-Options nosniff\nHeader always set Access-Control-Allow-Origin "*"\n'
        "Header always merge Vary Accept\nRewriteEngine On\n" + "".join(rules) + "RewriteCond %{REQUEST_FILENAME}.html -f\nRewriteRule ^(page/.+)$ $1.html [L]\n"
    )


def redirects(prefix: str) -> str:
    """``_redirects`` for Netlify and Cloudflare Pages, which cannot look at Accept: people first, data by its address."""
    rows = [f"{prefix}/{at}* {prefix}/page/{to}:splat.html 302" for at, to in NEGOTIATED]
    return "\n".join([*(f"{prefix}/{name} {prefix}/page/{name}.html 302" for name in WHOLE), *rows]) + "\n"
