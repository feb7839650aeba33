package org.banktransfer.service.postgres;

/// What cards are known by one fingerprint key, and would be forgotten without it.
///
/// @param keyId empty for the key without an id
/// @param unsettled transfers that are not final, and so cards with one
/// @param wrongPins wrong PINs that still count
/// @param credits credits whose card's accounts still count
/// @param blocked cards blocked in our rules
public record KeyUse(String keyId, long unsettled, long wrongPins, long credits, long blocked) {

    /// Whether nothing would be forgotten without it.
    public boolean isNone() {
        return unsettled + wrongPins + credits + blocked == 0;
    }
}
