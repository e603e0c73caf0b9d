"""Records, statements, identity, places, bodies and the stores: what a graph of instruments is."""
