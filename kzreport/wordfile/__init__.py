"""Word files that others made: opened with care, and what a letterhead gives to our papers."""
