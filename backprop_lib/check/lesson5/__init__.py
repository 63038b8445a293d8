"""The exercises of lesson 5: arrays, deltas and a training step as frameworks have them."""
