"""The engines under the repositories: only here is a database driver imported."""
