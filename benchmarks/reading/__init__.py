"""How well and how fast articles are read; ``errors.csv`` lists every error on the texts read by hand."""
