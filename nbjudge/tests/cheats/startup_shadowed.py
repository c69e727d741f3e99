# family: shadowing files
# tries: hands in files that Python and IPython run when they start
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0
# flagged: handed in a file that shadows a module

# %% file sitecustomize.py
import builtins
builtins.check = print
# %% file usercustomize.py
import sitecustomize
# %% file ipykernel_launcher.py
raise SystemExit
# %% file .ipython/profile_default/startup/00-first.py
check = print
