"""The commands of `duta` that have a file of their own; `duta.cli` puts them on the command line."""
