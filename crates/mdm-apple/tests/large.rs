//! Messages as large as devices send them: within the limits of the embedder, and at the cost that the documentation
//! states, counted by an allocator.

use allocation_counter::measure;
use mdm_apple::declarations::StatusReport;
use mdm_apple::{
    Body, CheckIn, Error, InstalledApplicationList, Limits, Message, Report, TypedRequest, UserList,
};

/// A report with a list of apps of about that many bytes.
fn report(bytes: usize) -> Vec<u8> {
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n\t<key>CommandUUID</key>\n\
         \t<string>c</string>\n\t<key>InstalledApplicationList</key>\n\t<array>\n",
    );
    let mut app = 0;
    while body.len() < bytes {
        body.push_str(&format!(
            "\t\t<dict>\n\t\t\t<key>AdHocCodeSigned</key>\n\t\t\t<false/>\n\t\t\t<key>AppStoreVendable</key>\n\t\t\t<true/>\n\
             \t\t\t<key>BetaApp</key>\n\t\t\t<false/>\n\t\t\t<key>BundleSize</key>\n\t\t\t<integer>{}</integer>\n\
             \t\t\t<key>Identifier</key>\n\t\t\t<string>com.example.vendor{}.app{app}</string>\n\t\t\t<key>IsValidated</key>\n\
             \t\t\t<true/>\n\t\t\t<key>Name</key>\n\t\t\t<string>Größen &amp; Maße {app}</string>\n\
             \t\t\t<key>ShortVersion</key>\n\t\t\t<string>1.{app}</string>\n\t\t\t<key>Version</key>\n\
             \t\t\t<string>{app}</string>\n\t\t</dict>\n",
            app * 7919,
            app % 40,
        ));
        app += 1;
    }
    body.push_str(
        "\t</array>\n\t<key>Status</key>\n\t<string>Acknowledged</string>\n\t<key>UDID</key>\n\t<string>U-1</string>\n\
         </dict>\n</plist>\n",
    );
    body.into_bytes()
}

/// The result, and the most bytes that were allocated at a time.
fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let mut result = None;
    let info = measure(|| result = Some(run()));
    (result.expect("it ran"), usize::try_from(info.bytes_max).expect("in range"))
}

#[track_caller]
fn at_most(peak: usize, most: usize, what: &str) {
    assert!(peak <= most, "{what}: {peak} bytes, and not {most}");
}

fn answer<T: TypedRequest>(report: &Report<'_>) -> T::Response {
    report.response::<T>().expect("an answer")
}

/// 2 MB is a phone with many apps, 30 MB nearly the limit of a connect.
#[test]
fn lists_of_apps() {
    for bytes in [2_000_000, 30_000_000] {
        let body = report(bytes);
        let limits = Limits::default();
        assert!(body.len() <= limits.bytes, "within the default limits");
        let (read, most) = peak(|| Report::decode(&body, &limits).expect("a report"));
        at_most(most, 16 * 1024, "the envelope borrows the body");
        let (apps, most) = peak(|| answer::<InstalledApplicationList>(&read).installed_application_list);
        assert!(apps.len() > bytes / 700, "{}", apps.len());
        assert!(apps.iter().all(|app| app.extra.is_empty() && app.identifier.is_some()));
        at_most(most, 4 * body.len(), "the answer as types");
        let (keys, most) = peak(|| read.response_keys().expect("keys"));
        assert_eq!(keys.len(), 1);
        at_most(most, 8 * body.len(), "the answer as a dynamic value");
        let (written, most) = peak(|| read.encode().expect("written"));
        assert!(written.len() >= body.len());
        at_most(most, 12 * body.len(), "the report written again");
        let (error, most) = peak(|| read.response::<UserList>().map(|_| ()).expect_err("another answer"));
        assert!(matches!(error, Error::Unreadable(_)));
        at_most(most, 8 * body.len(), "an answer read as another");
        let (message, most) = peak(|| Message::decode(&body, &limits));
        assert!(matches!(message, Ok(Message::Report(_))));
        at_most(most, 2 * body.len(), "recognized");

        // The limit of the embedder, checked before anything is taken.
        let (refused, most) = peak(|| Report::decode(&body, &limits.with_bytes(body.len() - 1)).map(|_| ()));
        let error = refused.expect_err("too long");
        assert_eq!((error.offset(), error.blame()), (Some(body.len() - 1), mdm_apple::Blame::Peer));
        at_most(most, 1024, "refused for its length");
    }
}

/// A check-in with an unlock token as long as the limits let it be, and a status report as long.
#[test]
fn check_ins_and_status_reports() {
    let token = "A".repeat(24 * 1024 * 1024 / 3 * 4);
    let body = format!(
        "<plist><dict><key>MessageType</key><string>TokenUpdate</string><key>Topic</key><string>t</string>\
         <key>UDID</key><string>U-1</string><key>PushMagic</key><string>m</string><key>Token</key><data>AQID</data>\
         <key>UnlockToken</key><data>{token}</data></dict></plist>"
    );
    let limits = Limits::default().with_bytes(40_000_000);
    let (message, most) = peak(|| CheckIn::decode(body.as_bytes(), &limits).expect("a check-in"));
    let CheckIn::TokenUpdate(message) = message else { panic!("a TokenUpdate") };
    assert_eq!(
        message.unlock_token.as_ref().map(|token| token.expose_secret().len()),
        Some(24 * 1024 * 1024)
    );
    at_most(most, 2 * body.len(), "a check-in");

    let app = r#"{"identifier":"com.example.application","name":"An app","version":"1.0","_removed":false},"#;
    let apps = app.repeat(30_000_000 / app.len());
    let body =
        format!(r#"{{"StatusItems":{{"mdm":{{"app":[{}]}}}},"Errors":[]}}"#, apps.trim_end_matches(','));
    let (report, most) = peak(|| StatusReport::from_json(body.as_bytes(), &limits).expect("a status report"));
    at_most(most, 16 * body.len(), "a status report");
    let (items, most) = peak(|| report.status_items.items());
    assert!(matches!(items[..], [Ok(_)]));
    at_most(most, 16 * body.len(), "its items");
}
