"""Grades what students hand in as it arrives, and gives each a receipt."""
