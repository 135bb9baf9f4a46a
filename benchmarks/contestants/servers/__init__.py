"""The rivals' servers: small, one file each; they store nothing, check nothing and know no load."""
