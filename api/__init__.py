"""Where loading, storing and asking meet: the command line (and later HTTP)."""
