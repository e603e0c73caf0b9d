"""One function a question, written once over the store port."""
