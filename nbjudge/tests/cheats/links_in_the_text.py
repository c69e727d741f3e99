# family: edited notebook
# tries: writes links and pictures into its text that run a script or make a request
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% notebook
from nbformat.v4 import new_markdown_cell

text = """[My notes](javascript:alert(4711)) [x](JaVaScRiPt:alert(4711)) ![](/hub/logout)
![](https://elsewhere.invalid/picture) <javascript:alert(4711)>
$\\href{javascript:alert(4711)}{x}$"""
notebook.cells.insert(1, new_markdown_cell(text))
