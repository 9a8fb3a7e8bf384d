"""The commands, one module each; ``options`` holds what they have in common."""
