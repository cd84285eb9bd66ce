//! Rust names out of the wire's.

/// Words that Apple writes in a way that the case of letters does not tell apart.
const SPECIAL: &[(&str, &str)] = &[
    ("iTunes", "Itunes"),
    ("macOS", "Macos"),
    ("iOS", "Ios"),
    ("tvOS", "Tvos"),
    ("visionOS", "Visionos"),
    ("watchOS", "Watchos"),
    ("iPadOS", "Ipados"),
    ("iCloud", "Icloud"),
    ("iMessage", "Imessage"),
    ("FaceTime", "Facetime"),
    ("WiFi", "Wifi"),
    ("eSIM", "Esim"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("OAuth", "Oauth"),
    ("CalDAV", "Caldav"),
    ("CardDAV", "Carddav"),
    ("AppleID", "AppleId"),
    ("AppleTV", "AppleTv"),
    ("VoIP", "Voip"),
    ("S/MIME", "Smime"),
    ("UUID", "Uuid"),
    ("IDs", "Ids"),
    ("URLs", "Urls"),
    ("MDMv1", "Mdmv1"),
    ("NTLMv2", "Ntlmv2"),
    ("IKEv2", "Ikev2"),
    ("IKEV2", "Ikev2"),
    ("L2TP", "L2tp"),
    ("MNCs", "Mncs"),
    ("OIs", "Ois"),
    ("APNs", "Apns"),
    ("RANDs", "Rands"),
    ("QoS", "Qos"),
];

/// `MDMProfileData` as `["mdm", "profile", "data"]`.
fn words(wire: &str) -> Vec<String> {
    let mut text = wire.to_owned();
    for (from, to) in SPECIAL {
        text = text.replace(from, to);
    }
    let letters: Vec<char> = text.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, letter) in letters.iter().copied().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let after = letters.get(at + 1).copied();
        let follows_lower = before.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let ends_acronym =
            before.is_some_and(|c| c.is_ascii_uppercase()) && after.is_some_and(|c| c.is_ascii_lowercase());
        if letter.is_ascii_uppercase() && (follows_lower || ends_acronym) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter.to_ascii_lowercase());
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The name of a field.
pub(crate) fn field(wire: &str) -> String {
    let name = words(wire).join("_");
    match name.as_str() {
        "type" | "where" | "self" | "use" | "move" | "match" | "ref" | "override" | "priv" | "in" | "as"
        | "mod" | "union" | "extra" => name + "_",
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("n{name}"),
        _ => name,
    }
}

/// The name of a type or variant.
pub(crate) fn pascal(wire: &str) -> String {
    let name: String = words(wire)
        .iter()
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("N{name}") } else { name }
}

/// The name of one of many.
pub(crate) fn singular(plural: &str) -> String {
    let strip = |end: &str| plural.strip_suffix(end).filter(|rest| !rest.is_empty());
    if let Some(rest) = strip("List") {
        rest.to_owned()
    } else if let Some(rest) = strip("ies") {
        format!("{rest}y")
    } else if ["Status", "Address", "ss", "us"].iter().any(|end| plural.ends_with(end)) {
        plural.to_owned()
    } else if let Some(rest) = strip("sses") {
        format!("{rest}ss")
    } else if let Some(rest) = strip("s") {
        rest.to_owned()
    } else {
        format!("{plural}Item")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_types() {
        fn check(wire: &str, expected: &str, type_name: &str) {
            assert_eq!((field(wire).as_str(), pascal(wire).as_str()), (expected, type_name), "{wire}");
        }
        check("UDID", "udid", "Udid");
        check("MDMProfileData", "mdm_profile_data", "MdmProfileData");
        check("iTunesStoreID", "itunes_store_id", "ItunesStoreId");
        check("WiFiMAC", "wifi_mac", "WifiMac");
        check("SupportsiOSAppInstalls", "supports_ios_app_installs", "SupportsIosAppInstalls");
        check("FDE_HasPersonalRecoveryKey", "fde_has_personal_recovery_key", "FdeHasPersonalRecoveryKey");
        check("Key Type", "key_type", "KeyType");
        check("ac-power", "ac_power", "AcPower");
        check("type", "type_", "Type");
        check("PrimaryIPv6AddressList", "primary_ipv6_address_list", "PrimaryIpv6AddressList");
        check("Hash-SHA-256", "hash_sha_256", "HashSha256");
        check("SERIAL", "serial", "Serial");
        check(
            "ManagedAppleIDDefaultDomains",
            "managed_apple_id_default_domains",
            "ManagedAppleIdDefaultDomains",
        );
    }

    #[test]
    fn one_of_many() {
        fn check(plural: &str, expected: &str) {
            assert_eq!(singular(plural), expected);
        }
        check("Users", "User");
        check("ProfileList", "Profile");
        check("OsUpdateStatus", "OsUpdateStatus");
        check("Policies", "Policy");
        check("Where", "WhereItem");
        check("Addresses", "Address");
    }
}
