"""The sentence encoder of this project: what it reads (`tokens`), how it runs (`model`), and how
it is made (`e5`, `noise`, `train`; by hand, `make encoder`). See README.md beside this file."""
