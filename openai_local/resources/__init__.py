"""One file per path of the API. A method turns its parameters into a `Call` and hands it over."""
