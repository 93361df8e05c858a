"""LOG: the change log and the audit's own settings."""
