"""Readers of input–output tables that a user supplies; none is shipped."""
