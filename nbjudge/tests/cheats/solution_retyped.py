# family: edited notebook
# tries: makes its wrong solution Markdown, so that nothing runs
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0
# flagged: changed the type of a cell

# %% notebook
cells["softmax"].cell_type = "markdown"
del cells["softmax"]["outputs"], cells["softmax"]["execution_count"]
