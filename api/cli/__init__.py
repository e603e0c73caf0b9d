"""The command phahe."""
