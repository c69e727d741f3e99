# family: lying objects
# tries: returns a dictionary of a million entries whose keys all have the same hash
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% softmax
def softmax(x):
    return {number * (2**61 - 1): None for number in range(3_000)}
