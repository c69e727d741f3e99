# family: lying objects
# tries: raises an error whose text is a script and a formula with a link
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% softmax
def softmax(x):
    raise ValueError(r"<script>alert(4711)</script> $\href{javascript:alert(4711)}{see}$")
