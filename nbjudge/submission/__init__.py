"""What students handed in: finds it, reads it, assembles it, and makes it harmless."""
