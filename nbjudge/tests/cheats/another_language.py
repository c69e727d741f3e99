# family: edited notebook
# tries: asks for a kernel of another language
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% notebook
notebook.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash"}
notebook.metadata.language_info = {"name": "bash", "nbconvert_exporter": "os.system"}
