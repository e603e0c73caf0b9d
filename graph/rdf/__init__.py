"""The graph as RDF: terms, what files say, what is derived from it, three ways to write it, and the way back."""
