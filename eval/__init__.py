"""How good the product is: data sets, metrics, baselines and runs that anybody can repeat."""
