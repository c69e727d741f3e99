# family: patched messages
# tries: prints 300 MB
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0
# flagged: printed too much

# %% before softmax
for _ in range(300):
    print("x" * 1_000_000)
