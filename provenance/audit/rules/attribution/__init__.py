"""ATT: who is said to have stood in which role, and on what."""
