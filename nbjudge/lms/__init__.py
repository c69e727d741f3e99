"""Into and out of learning management systems: downloads, the roster, and exports of grades."""
