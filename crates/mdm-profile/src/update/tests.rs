use super::*;
use crate::testing::{GOLDEN, SIGNER, content, now, payload, text};
use crate::{AccessRights, EnrollmentMode, ManagedAppleAccount};

fn installed() -> MdmPayload {
    MdmPayload::new("https://a.example/connect", "com.apple.mgmt.x", AccessRights::from_bits(3))
        .check_in_url("https://a.example/check-in")
        .server_capabilities([ServerCapability::PerUserConnections])
        .enrollment_mode(EnrollmentMode::Adde)
        .assigned_managed_apple_id(ManagedAppleAccount::new("person@example.com"))
        .required_app(7)
}

#[test]
fn an_update_may_change_what_apple_lets_it() {
    let check = |change: &dyn Fn(&mut MdmPayload), expected: &[UpdateRefusal]| {
        let mut update = installed();
        change(&mut update);
        assert_eq!(update.check_update(&installed()), expected);
        for refusal in expected {
            assert!(!refusal.source().is_empty() && !refusal.to_string().contains("example"), "{refusal}");
        }
    };
    let changed = |key| UpdateRefusal::Changed { key };
    check(&|_| {}, &[]);
    // Each of these sentences stands at its key in Apple's schema.
    check(&|p| p.topic += "y", &[changed("Topic")]);
    check(&|p| p.server_url += "/", &[changed("ServerURL")]);
    check(&|p| p.check_in_url = None, &[changed("CheckInURL")]);
    check(&|p| p.assigned_managed_apple_id = None, &[changed("AssignedManagedAppleID")]);
    check(&|p| p.enrollment_mode = Some(EnrollmentMode::Byod), &[changed("EnrollmentMode")]);
    check(&|p| p.required_app_id = Some(8), &[changed("RequiredAppIDForMDM")]);
    check(&|p| p.access_rights = Some(AccessRights::from_bits(7)), &[UpdateRefusal::AddedAccessRights]);
    check(&|p| p.server_capabilities.clear(), &[UpdateRefusal::PerUserConnections]);
    // And these may change.
    check(&|p| p.access_rights = Some(AccessRights::from_bits(1)), &[]);
    check(&|p| p.access_rights = None, &[]);
    check(&|p| p.server_capabilities.push(ServerCapability::GetToken), &[]);
    check(&|p| p.sign_message = true, &[]);
    check(&|p| p.check_out_when_removed = true, &[]);
    check(&|p| p.prompt_for_bootstrap_token = true, &[]);
    let everything = |p: &mut MdmPayload| {
        *p = MdmPayload::new("https://b.example", "com.apple.mgmt.z", AccessRights::ALL);
    };
    let all = [
        changed("Topic"),
        changed("ServerURL"),
        changed("CheckInURL"),
        changed("AssignedManagedAppleID"),
        changed("EnrollmentMode"),
        changed("RequiredAppIDForMDM"),
        UpdateRefusal::AddedAccessRights,
        UpdateRefusal::PerUserConnections,
    ];
    check(&everything, &all);
}

#[test]
fn whole_profiles_are_compared_signed_or_not() {
    let golden = String::from_utf8(GOLDEN.to_vec()).unwrap();
    let check = |update: &[u8], installed: &[u8], expected: &[UpdateRefusal]| {
        assert_eq!(check_update(update, installed).unwrap(), expected);
    };
    let signed = SIGNER.sign_attached(GOLDEN, now()).unwrap();
    check(GOLDEN, GOLDEN, &[]);
    check(&signed, &signed, &[]);
    check(&signed, GOLDEN, &[]);
    check(GOLDEN, &signed, &[UpdateRefusal::OtherSigner]);
    assert!(UpdateRefusal::OtherSigner.is_lifted_over_mdm());
    let other = golden.replace("<string>com.example.mdm</string>", "<string>com.example.other</string>");
    check(other.as_bytes(), GOLDEN, &[UpdateRefusal::OtherProfile]);
    let gone = golden.replace("<string>com.apple.mdm</string>", "<string>com.apple.webClip.managed</string>");
    check(gone.as_bytes(), GOLDEN, &[UpdateRefusal::NoMdmPayload]);
    assert!(matches!(check_update(GOLDEN, gone.as_bytes()), Err(Error::Invalid { .. })));
    let more = golden.replace("https://mdm.example.com/connect", "https://mdm.example.org/connect");
    check(more.as_bytes(), GOLDEN, &[UpdateRefusal::Changed { key: "ServerURL" }]);
}

#[test]
fn foreign_payloads_are_read() {
    let read = |keys: &str| MdmPayload::find(&content(&payload("com.apple.mdm", keys)));
    let least = text("ServerURL", "https://a.example") + &text("Topic", "com.apple.mgmt.x");
    let found = read(&least).unwrap().unwrap();
    assert_eq!(
        (found.server_url(), found.topic(), found.access_rights()),
        ("https://a.example", "com.apple.mgmt.x", None)
    );
    let rights = |bits: &str| {
        let keys = format!("{least}<key>AccessRights</key><integer>{bits}</integer>");
        read(&keys).unwrap().unwrap().access_rights().map(AccessRights::bits)
    };
    assert_eq!(rights("8191"), Some(8191));
    assert_eq!(rights("65535"), Some(8191));
    assert_eq!(rights("-1"), None);
    assert_eq!(MdmPayload::find(&content("")).unwrap(), None);
    let missing = read(&text("ServerURL", "https://a.example")).unwrap_err();
    assert_eq!(missing.to_string(), "com.apple.mdm.Topic is missing or not of its type");
    assert!(read(&(least.clone() + &text("EnrollmentMode", "Other"))).is_err());
    let ours = MdmPayload::find(GOLDEN).unwrap().unwrap();
    assert_eq!(ours.access_rights(), Some(AccessRights::ALL));
    assert!(ours.sign_message && ours.check_out_when_removed && ours.use_development_apns);
    assert_eq!(
        ours.server_capabilities,
        [ServerCapability::PerUserConnections, ServerCapability::BootstrapToken]
    );
}
