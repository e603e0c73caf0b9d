"""Reading what strangers wrote in processes of its own: bounded, without a network, thrown away when they fall."""
