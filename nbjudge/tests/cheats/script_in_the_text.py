# family: edited notebook
# tries: writes scripts into the text, its own and the course's
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% notebook
from nbformat.v4 import new_markdown_cell

script = "<script>alert(4711)</script><img src=x onerror='alert(4711)'>"
notebook.cells.insert(1, new_markdown_cell(script))
cells["title"].source = script
# %% before softmax
from IPython.display import HTML
HTML("<script>alert(4711)</script>")
