"""Measures Bando against the programs that people use for the same work today."""
