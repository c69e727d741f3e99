"""How a process of the engine's imports much at once, and holds its memory."""
