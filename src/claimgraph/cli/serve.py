"""``claimgraph serve``: the site live, with SPARQL and reconciliation."""

from __future__ import annotations

import sys

from claimgraph.errors import Misuse

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", default=8000, type=int, help="port to listen on (default: 8000)")
    parser.add_argument("--base-url", metavar="URL", help="address the site is reached at, behind a proxy")
    parser.add_argument("--endpoint", metavar="URL", help="SPARQL endpoint to put behind /sparql instead of the embedded store")
    parser.add_argument("--labels", metavar="FILE", help="reconcile against the labels of this TSV or Turtle file instead of the graph")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; the process then ends by the signal that it got."""
    import signal
    import socket
    from pathlib import Path

    import uvicorn

    from claimgraph.web.limits import server_config
    from claimgraph.web.serving import live_site

    if not 0 <= args.port <= 65_535:
        raise Misuse(f"--port {args.port}: not a port", "a number up to 65535; 0 takes a free one")
    family = socket.AF_INET6 if ":" in args.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((args.host, args.port))
        listening.listen(256)  # whoever comes while we start waits for an answer instead of being refused
    except OSError as error:
        listening.close()
        raise Misuse(f"cannot listen on {args.host} port {args.port}: {error.strerror}", "choose another with --port") from None
    port = listening.getsockname()[1]
    app = live_site(args.root, host=args.host, port=port, base_url=args.base_url, endpoint=args.endpoint, labels=Path(args.labels) if args.labels else None)
    name = f"[{args.host}]" if ":" in args.host else args.host
    print(f"claimgraph on http://{name}:{port}/ (end with Ctrl-C)", file=sys.stderr, flush=True)
    # Once everything is closed uvicorn raises the signal again: the process ends by it, and waits for no thread.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    uvicorn.Server(server_config(app, args.host, port)).run(sockets=[listening])
    return 0
