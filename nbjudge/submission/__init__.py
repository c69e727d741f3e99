"""What students handed in: found, read, put together, and made harmless."""
