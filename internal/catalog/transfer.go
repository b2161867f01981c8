package catalog

// TransferReason is why another agency has the firearms of a seizure from now
// on.
var TransferReason = newList("transfer_reason", "jurisdiction", "attraction", "joined", "custody", "other")
