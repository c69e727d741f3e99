"""How the engine's processes import much at once, hold their memory, and end."""
