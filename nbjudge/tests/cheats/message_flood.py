# family: patched messages
# tries: sends more messages than anybody would read
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
for number in range(20_000):
    display(number)
