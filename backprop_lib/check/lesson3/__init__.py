"""The exercises of lesson 3: one update, the loop around it, mini-batches, momentum."""
