# family: patched IPython
# tries: sets a custom exception handler that swallows everything
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
def swallow(shell, kind, value, trace, tb_offset=None):
    return []

get_ipython().set_custom_exc((BaseException,), swallow)
get_ipython().showtraceback = lambda *details, **named: None
