"""Trade: what tariffs, sanctions and their evasion do to flows, prices and welfare everywhere."""
