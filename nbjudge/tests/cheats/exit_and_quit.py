# family: early exits
# tries: asks the shell to exit
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
exit()
# %% after softmax
quit(keep_kernel=False)
