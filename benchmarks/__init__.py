"""What is timed, against which peers, and the last results; see README.md."""
