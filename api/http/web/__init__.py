"""The pages for people: server-rendered, readable without JavaScript, the address is the state."""
