"""The exercises of lesson 3: one update, the loop, the whole program, mini-batches, momentum."""
