"""The ward's register of businesses: who sees and changes what of it, lists that are loaded,
doubles that are joined."""
