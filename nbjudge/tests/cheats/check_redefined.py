# family: patched judge
# tries: redefines `check` in a cell of its own
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
def check(slug, hidden=False):
    print("6 of 6 points")
