# family: links
# tries: hands in a link to another student's notebook in the place of its own
# earns: mnist_loader 0, flatten 0, manual_network 0, softmax 0, probabilities 0
# flagged: is a link

# %% folder
(folder / "tensors.ipynb").unlink()
(folder / "tensors.ipynb").symlink_to("../../honest/tensors/tensors.ipynb")
