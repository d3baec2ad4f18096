"""What if: engines that turn a world and a scenario into a changed world."""
