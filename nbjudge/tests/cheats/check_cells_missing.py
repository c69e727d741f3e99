# family: edited notebook
# tries: hands in no check cells at all
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0
# flagged: lacks a check cell

# %% notebook
notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith("-checks")]
