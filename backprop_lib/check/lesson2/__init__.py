"""The exercises of lesson 2: the equations of backpropagation one by one, then all of them.

In all of them samples are rows, W is (fan_in, fan_out), and every layer has a sigmoid. Their
mistakes come from the one list in `backward_pass/mistakes.py`.
"""
