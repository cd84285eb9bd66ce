//! What is kept for a device that is away: Firebase, "Non-collapsible and collapsible messages" (read 2026-08).

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

/// A fake FCM with one device, and the time for it.
struct Bench {
    fcm: FakeFcm,
    device: Device,
    secs: Arc<AtomicU64>,
}

impl Bench {
    async fn new(seed: u64) -> Self {
        static KEYS: OnceLock<FakeKeys> = OnceLock::new();
        let keys = KEYS.get_or_init(|| FakeKeys::mint().unwrap()).clone();
        let secs = Arc::new(AtomicU64::new(0));
        let clock = Arc::clone(&secs);
        let config = FakeFcmConfig::new(keys)
            .with_weather(seed, 0)
            .with_clock(move || SystemTime::UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::Relaxed)));
        let fcm = FakeFcm::start(config).await.unwrap();
        let device = fcm.register("com.example.agent").unwrap();
        Self { fcm, device, secs }
    }

    /// A message that is told from others by its number.
    fn push(&self, number: u32, key: Option<&str>, ttl: u64) -> Result<bool, Rejection> {
        self.fcm.shared.deliver(&Push {
            target: self.device.token.0.clone(),
            message: Message {
                data: BTreeMap::from([("number".to_owned(), number.to_string())]),
                collapse_key: key.map(str::to_owned),
                high_priority: false,
                shown: false,
            },
            ttl: Duration::from_secs(ttl),
            package: None,
            validate_only: false,
        })
    }

    fn keep(&self, number: u32, key: Option<&str>, ttl: u64) {
        assert!(!self.push(number, key, ttl).unwrap(), "{number}: the device is away");
    }

    /// What the device finds when it comes, and is away again; 0 stands for the word that messages were deleted.
    fn found(&self) -> Vec<u32> {
        let mut deliveries = self.fcm.connect(&self.device);
        let mut found = Vec::new();
        while let Ok(delivery) = deliveries.try_recv() {
            found.push(match delivery {
                Delivery::Message(message) => message.data["number"].parse().unwrap(),
                Delivery::DeletedMessages => 0,
            });
        }
        found
    }
}

#[tokio::test]
async fn a_message_replaces_that_of_its_key_and_no_other() {
    let bench = Bench::new(0).await;
    for (number, key) in [(1, "a"), (2, "b"), (3, "a"), (4, "c"), (5, "d"), (6, "d"), (7, "b")] {
        bench.keep(number, Some(key), 60);
    }
    assert_eq!(bench.found(), [3, 4, 6, 7]);
    assert_eq!(bench.fcm.counters().replaced, 3);
    assert_eq!(bench.found(), [0; 0]);
}

#[tokio::test]
async fn the_fifth_key_drives_out_any_of_the_four() {
    let mut driven_out = BTreeSet::new();
    for seed in 0..40 {
        let bench = Bench::new(seed).await;
        for (number, key) in [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")] {
            bench.keep(number, Some(key), 60);
        }
        // Messages without a key do not count.
        bench.keep(6, None, 60);
        let found = bench.found();
        assert_eq!((found.len(), &found[3..]), (5, &[5, 6][..]), "seed {seed}: {found:?}");
        assert_eq!(bench.fcm.counters().replaced, 0);
        driven_out.extend((1..=4).filter(|number| !found.contains(number)));
    }
    assert_eq!(driven_out, BTreeSet::from([1, 2, 3, 4]));
}

#[tokio::test]
async fn a_hundred_messages_are_kept_and_one_more_deletes_them_all() {
    let bench = Bench::new(0).await;
    let keep =
        |numbers: std::ops::RangeInclusive<u32>| numbers.for_each(|number| bench.keep(number, None, 60));
    keep(1..=100);
    assert_eq!(bench.found(), (1..=100).collect::<Vec<_>>());
    keep(1..=50);
    bench.keep(200, Some("a"), 60);
    keep(51..=101);
    assert_eq!(bench.found(), [0, 200]);
    // The word is said once.
    keep(1..=1);
    assert_eq!(bench.found(), [1]);
    // What has expired takes no room.
    keep(1..=100);
    bench.secs.store(60, Ordering::Relaxed);
    keep(101..=102);
    assert_eq!(bench.found(), [101, 102]);
}

#[tokio::test]
async fn what_expires_is_not_delivered_and_zero_is_now_or_never() {
    let bench = Bench::new(0).await;
    bench.keep(1, Some("a"), 0);
    bench.keep(2, Some("b"), 10);
    bench.keep(3, None, 11);
    bench.secs.store(10, Ordering::Relaxed);
    assert_eq!(bench.found(), [3]);
    let mut there = bench.fcm.connect(&bench.device);
    assert!(bench.push(4, Some("a"), 0).unwrap());
    assert!(there.try_recv().is_ok());
}

#[tokio::test]
async fn an_app_that_is_removed_takes_what_was_kept_with_it() {
    let bench = Bench::new(0).await;
    bench.fcm.unregister_after(&bench.device, 2);
    bench.keep(1, Some("a"), 60);
    bench.keep(2, None, 60);
    assert_eq!(bench.push(3, None, 60).unwrap_err().code, Some("UNREGISTERED"));
    assert_eq!(bench.found(), [0; 0]);
}

#[test]
fn each_certificate_is_wrong_for_its_own_reason() {
    use openssl::x509::store::X509StoreBuilder;
    use openssl::x509::{X509, X509StoreContext};
    let keys = FakeKeys::mint().unwrap();
    let check = |certificate: &X509, expected: i32, host: &str| {
        let mut store = X509StoreBuilder::new().unwrap();
        store.add_cert(keys.certificate.clone()).unwrap();
        let mut context = X509StoreContext::new().unwrap();
        let none = openssl::stack::Stack::new().unwrap();
        let verified = context.init(&store.build(), certificate, &none, |context| {
            context.verify_cert()?;
            Ok(context.error().as_raw())
        });
        assert_eq!(verified.unwrap(), expected);
        let names = certificate.subject_alt_names().unwrap();
        assert_eq!(names.iter().filter_map(|name| name.dnsname()).collect::<Vec<_>>(), [host]);
    };
    // X509_V_OK, X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
    check(&keys.certificate, 0, "localhost");
    check(&keys.wrong_name, 0, "elsewhere.example");
    check(&keys.expired, 10, "localhost");
    check(&keys.unknown, 18, "localhost");
}
