"""Many runs: how they are spread over processes."""
