"""Documents into claims, events, quantities and relations, each with the span it came from.

``comity read FILE`` on the command line. Rules and dictionaries; what they look for is in tables under
``data/reading``, so that a new leader or a new verb is a row and no code.
"""
