"""The reconciliation service over HTTP."""
