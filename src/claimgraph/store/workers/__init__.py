"""Killable processes for queries from outside: limits, pre-scan, workers, and who may use them when."""

from claimgraph.store.workers.forwarding import ForwardingEngine
from claimgraph.store.workers.limits import Limits
from claimgraph.store.workers.outcomes import QueryFailure
from claimgraph.store.workers.pool import Job, WorkerPool
from claimgraph.store.workers.prescan import Scan, scan
from claimgraph.store.workers.snapshot import write_snapshot

__all__ = ["ForwardingEngine", "Job", "Limits", "QueryFailure", "Scan", "WorkerPool", "scan", "write_snapshot"]
