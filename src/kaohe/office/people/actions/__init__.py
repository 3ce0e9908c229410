"""What people do: one function a deed, one transaction, permission first, an audit entry inside."""
