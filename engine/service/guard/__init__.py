"""What stands before every door of the service: who comes in, how slowly and how often."""
