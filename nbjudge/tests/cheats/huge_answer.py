# family: lying objects
# tries: returns a tensor of 2 GB that shares one number
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% softmax
def softmax(x):
    return torch.zeros(1).expand(2**29)
