"""What judge and kernel say to each other, and how it is sent."""
