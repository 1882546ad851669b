"""SHACL on the store we hold: shapes compiled once, walked over the store's indexes, rules run as sets."""
