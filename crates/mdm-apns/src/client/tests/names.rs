//! Which address a name leads to, over TLS to fakes of APNs.

use std::net::{SocketAddr, TcpListener};

use mdm_sim::apns::{Authority, FakeApns, FakeApnsConfig, Fault};

use super::*;

/// What the name server answers now, and how often it was asked.
#[derive(Clone, Default)]
struct Names(Arc<Mutex<(Vec<SocketAddr>, u32)>>);

impl Names {
    fn point_to(&self, addresses: &[SocketAddr]) {
        self.0.lock().expect("lock").0 = addresses.to_vec();
    }

    fn asked(&self) -> u32 {
        self.0.lock().expect("lock").1
    }

    /// A client of `authority` that asks here.
    fn client(&self, authority: &Authority) -> Client {
        let issued = authority.push_certificate(TOPIC).expect("certificate");
        let credential =
            Credential::from_pem(issued.certificate_pem(), issued.expose_secret()).expect("credential");
        let mut config = Config::new(Endpoint::custom("localhost", 2197).expect("endpoint"), credential);
        config.roots = Roots::Pem(authority.root_pem().expect("root"));
        config.back_off = BackOff { first: Duration::ZERO, max: Duration::ZERO };
        let names = Arc::clone(&self.0);
        let dial = Dial::new(&config).expect("dial").with_names(move |host, port| {
            assert_eq!((host, port), ("localhost", 2197));
            let mut names = names.lock().expect("lock");
            names.1 += 1;
            names.0.clone()
        });
        Client::with_dial(config, dial)
    }
}

async fn fake(authority: &Authority) -> FakeApns {
    FakeApns::start(FakeApnsConfig::with_authority(authority).expect("config")).await.expect("fake")
}

/// An address where nobody listens.
fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("port")
}

/// Apple moves APNs' addresses: a connection that is replaced goes where the name leads by then.
#[tokio::test]
async fn each_connection_looks_the_name_up_anew() {
    let authority = Authority::mint().expect("authority");
    let (old, new) = (fake(&authority).await, fake(&authority).await);
    let names = Names::default();
    names.point_to(&[old.addr()]);
    let client = names.client(&authority);
    for seed in 0..3 {
        client.push(&push(seed)).await.expect("answer");
    }
    assert_eq!((old.received().len(), names.asked()), (3, 1));

    names.point_to(&[new.addr()]);
    client.push(&push(3)).await.expect("answer");
    // The connection was kept, so nobody asked.
    assert_eq!((old.received().len(), names.asked()), (4, 1));
    old.inject(Fault::CloseConnection);
    client.push(&push(4)).await.expect("the repeat is answered");
    assert_eq!((old.received().len(), new.received().len(), names.asked()), (5, 1, 2));
    client.push(&push(5)).await.expect("answer");
    assert_eq!((old.received().len(), new.received().len(), names.asked()), (5, 2, 2));
}

#[tokio::test]
async fn each_attempt_begins_with_another_address_and_tries_the_others_too() {
    let authority = Authority::mint().expect("authority");
    let (first, second) = (fake(&authority).await, fake(&authority).await);
    let names = Names::default();
    names.point_to(&[first.addr(), second.addr()]);
    let client = names.client(&authority);
    client.push(&push(0)).await.expect("answer");
    first.inject(Fault::CloseConnection);
    client.push(&push(1)).await.expect("answer");
    assert_eq!((first.received().len(), second.received().len()), (2, 1));

    // The third attempt begins with the first of three again, where nobody listens.
    names.point_to(&[nobody(), nobody(), second.addr()]);
    second.inject(Fault::CloseConnection);
    client.push(&push(2)).await.expect("answer");
    assert_eq!((first.received().len(), second.received().len(), names.asked()), (2, 3, 3));
    assert_eq!(client.counters().connect_failures, 0);
}

#[tokio::test]
async fn a_name_without_addresses_is_asked_for_again() {
    let authority = Authority::mint().expect("authority");
    let apns = fake(&authority).await;
    let names = Names::default();
    let client = names.client(&authority);
    let error = client.push(&push(0)).await.expect_err("no address");
    assert!(matches!(error, Error::Unreachable { cause: Cause::Resolve, .. }), "{error:?}");
    names.point_to(&[nobody()]);
    let error = client.push(&push(0)).await.expect_err("nobody there");
    let refused = Cause::Io(std::io::ErrorKind::ConnectionRefused);
    assert_eq!(error, Error::Unreachable { cause: refused, retry_after: Duration::ZERO });
    names.point_to(&[apns.addr()]);
    client.push(&push(0)).await.expect("answer");
    assert_eq!((names.asked(), client.counters().connect_failures), (3, 2));
}
