"""The parts of lesson 3's whole program, each judged by itself: a class and its seven methods."""
