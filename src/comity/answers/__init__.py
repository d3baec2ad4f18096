"""Answers to questions about states, one module per question, each with its interval and its evidence."""
