# family: handed-in files
# tries: hands in a page with a script, to be opened where the instructor is logged in
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% file notes.html
<script>alert(4711)</script>
# %% file nested/notes.svg
<svg xmlns="http://www.w3.org/2000/svg" onload="alert(4711)"/>
