//! Credentials: what is built on records and links must hold on every store.

use std::time::SystemTime;

use super::fixture::{Outcome, Probe, at, same, worked};
use crate::credentials::{About, Credentials, Follower, Kind, Name, New, News, Secret};
use crate::row::{Tenant, Version};
use crate::{Error, Store};

const SWAP: &str =
    "a node that goes on with an old key cannot push any more, and one with a stolen key still can";

pub(super) async fn a_credential_comes_back_as_put(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a key that is not what it was opens nothing";
    let (here, name) = (Credentials::new(probe.store), named("a"));
    same("one that was never put", got(&here, &name).await?, None, WHY)?;
    let version = put(&here, &token("a", b"\0\xff\n", Some(at(7)))?, None).await?;
    same("the first version", version, Version(1), WHY)?;
    let found = got(&here, &name).await?;
    same("the secret", found.as_ref().map(|(_, secret)| secret.clone()), Some(b"\0\xff\n".to_vec()), WHY)?;
    let end = found.map(|(about, _)| (about.name, about.version, about.tenant, about.expires_at));
    same("what is known of it", end, Some((name.clone(), version, None, Some(at(7)))), WHY)?;
    let again = put(&here, &token("a", b"\0\xff\n", Some(at(7)))?, Some(version)).await?;
    same("the version after the same once more", again, version, WHY)?;
    let second = put(&here, &token("a", b"", None)?, Some(version)).await?;
    let found = got(&here, &name).await?.map(|(about, secret)| (about.version, about.expires_at, secret));
    same("the second one", found, Some((second, None, vec![])), WHY)?;
    worked(|| "remove".to_owned(), here.remove(&name, second, at(1)).await)?;
    same("one that was removed", got(&here, &name).await?, None, WHY)
}

pub(super) async fn of_two_who_renew_a_credential_one_does(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "two nodes that renew one certificate would each push with another one";
    let (here, there) = (Credentials::new(probe.store), Credentials::new(probe.store));
    let version = put(&here, &token("a", b"1", None)?, None).await?;
    let first = put(&here, &token("a", b"2", None)?, Some(version)).await?;
    let refused = async |what: &str, done: Result<(), Error>| {
        same(what, done.is_err_and(|error| error.is_conflict()), true, WHY)
    };
    let late = there.put(&token("a", b"3", None)?, Some(version), at(1)).await;
    refused("whether the second one meets a conflict", late.map(drop)).await?;
    let late = there.put(&token("a", b"3", None)?, None, at(1)).await;
    refused("whether one who knows of none meets a conflict", late.map(drop)).await?;
    let late = there.put(&token("b", b"3", None)?, Some(version), at(1)).await;
    refused("whether one who knows of one that is not there meets a conflict", late.map(drop)).await?;
    refused("whether an old one is removed", there.remove(&named("a"), version, at(1)).await).await?;
    let found = got(&there, &named("a")).await?.map(|(about, secret)| (about.version, secret));
    same("what the first one put", found, Some((first, b"2".to_vec())), WHY)?;
    // One was removed, and another one is as old as it was.
    worked(|| "remove".to_owned(), here.remove(&named("a"), first, at(1)).await)?;
    let again = put(&here, &token("a", b"4", None)?, None).await?;
    let again = put(&here, &token("a", b"5", None)?, Some(again)).await?;
    for old in [version, first] {
        let late = there.put(&token("a", b"6", None)?, Some(old), at(1)).await;
        refused("whether one who knows of the one before meets a conflict", late.map(drop)).await?;
        refused("whether another one is removed", there.remove(&named("a"), old, at(1)).await).await?;
    }
    same("what is there", got(&there, &named("a")).await?.map(|(about, _)| about.version), Some(again), WHY)
}

pub(super) async fn credentials_are_found_by_tenant(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "one organization's push certificate is nobody else's";
    let here = Credentials::new(probe.store);
    let of = |name: &str, tenant: &str| {
        let tenant = Tenant::new(tenant);
        token(name, name.as_bytes(), None).map(|new| tenant.into_iter().fold(new, New::of_tenant))
    };
    for (name, tenant) in [("c", "one"), ("a", "one"), ("b", "two"), ("d", "")] {
        put(&here, &of(name, tenant)?, None).await?;
    }
    let list = async |tenant: &str, after: Option<&str>, limit| {
        let (of, after) = (Tenant::new(tenant), after.map(|name| named(name).key()));
        let found = here.list(of.as_ref(), after.as_ref(), limit).await;
        let found = worked(|| format!("the credentials of {tenant:?}"), found)?;
        Ok(found.known.iter().map(|about| about.name.as_str().to_owned()).collect::<Vec<_>>())
    };
    same("those of one tenant", list("one", None, 9).await?, words("a c"), WHY)?;
    same("those of another one", list("two", None, 9).await?, words("b"), WHY)?;
    same("those of nobody", list("three", None, 9).await?, words(""), WHY)?;
    same("all", list("", None, 9).await?, words("a b c d"), WHY)?;
    same("a page", list("", Some("a"), 2).await?, words("b c"), WHY)?;
    let version = got(&here, &named("a")).await?.map(|(about, _)| about.version);
    put(&here, &of("a", "two")?, version).await?;
    same("those that are left", list("one", None, 9).await?, words("c"), WHY)?;
    same("those that came to another tenant", list("two", None, 9).await?, words("a b"), WHY)
}

pub(super) async fn what_ends_is_told_in_time(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a push certificate that ends unseen leaves every device asleep";
    let here = Credentials::new(probe.store);
    for (name, end) in [("a", Some(at(30))), ("b", None), ("c", Some(at(10))), ("d", Some(at(20)))] {
        put(&here, &token(name, b"", end)?, None).await?;
    }
    let expiring = async |before: SystemTime| {
        let found = worked(|| "what ends".to_owned(), here.expiring(before).await)?;
        Ok(found.known.iter().map(|about| about.name.as_str().to_owned()).collect::<Vec<_>>())
    };
    same("what ends before any does", expiring(at(9)).await?, words(""), WHY)?;
    same("what ends by the end of the second", expiring(at(20)).await?, words("c d"), WHY)?;
    same("what ends at all", expiring(at(99)).await?, words("c d a"), WHY)
}

pub(super) async fn other_nodes_hear_of_credentials(probe: &Probe<'_, impl Store>) -> Outcome {
    let (here, there) = (Credentials::new(probe.store), Credentials::new(probe.store));
    let mut follower = Follower::default();
    let mut news = async || {
        let found = worked(|| "news".to_owned(), there.news(&mut follower).await)?;
        let told = |news: &News| match news {
            News::Put(kept) => {
                let secret = String::from_utf8_lossy(kept.secret.expose_secret()).into_owned();
                format!("{}={secret}", kept.about.name.as_str())
            }
            News::Removed(name) => format!("{}-", name.as_str()),
            News::Unreadable(key) => format!("{key}?"),
        };
        Ok(found.iter().map(told).collect::<Vec<_>>())
    };
    same("news of nothing", news().await?, words(""), SWAP)?;
    let a = put(&here, &token("a", b"1", None)?, None).await?;
    let b = put(&here, &token("b", b"1", None)?, None).await?;
    same("news of two", news().await?, words("a=1 b=1"), SWAP)?;
    same("news of nothing more", news().await?, words(""), SWAP)?;
    let a = put(&here, &token("a", b"2", None)?, Some(a)).await?;
    let a = put(&here, &token("a", b"3", None)?, Some(a)).await?;
    same("news of one that was replaced twice", news().await?, words("a=3"), SWAP)?;
    worked(|| "remove".to_owned(), here.remove(&named("b"), b, at(1)).await)?;
    same("news of one that was removed", news().await?, words("b-"), SWAP)?;
    // It has the name that another one had before, and as many changes.
    worked(|| "remove".to_owned(), here.remove(&named("a"), a, at(1)).await)?;
    let mut last = None;
    for secret in [b"4", b"5", b"6"] {
        last = Some(put(&here, &token("a", secret, None)?, last).await?);
        same("whether the version was given before", last <= Some(a), false, SWAP)?;
    }
    same("news of one that began anew", news().await?, words("a=6"), SWAP)?;
    let mut version = put(&here, &token("b", b"", None)?, None).await?;
    for number in 0_u8..80 {
        version = put(&here, &token("b", &[b'0' + number % 10], None)?, Some(version)).await?;
    }
    let last = last.unwrap_or(Version(0));
    worked(|| "remove".to_owned(), here.remove(&named("a"), last, at(1)).await)?;
    same("news of more than is remembered", news().await?, words("a- b=9"), SWAP)?;
    same("news of nothing at the end", news().await?, words(""), SWAP)
}

fn named(name: &str) -> Name {
    Name::new(Kind::ProviderToken, name).unwrap_or_else(|| unreachable!("a name of one letter"))
}

fn token(name: &str, secret: &[u8], end: Option<SystemTime>) -> Result<New, super::Failure> {
    let made = New::provider_token(name, Secret::from_bytes(secret.to_vec()), end);
    worked(|| "a new credential".to_owned(), made)
}

async fn put(
    here: &Credentials<&impl Store>,
    new: &New,
    expected: Option<Version>,
) -> Result<Version, super::Failure> {
    worked(|| format!("put of {new:?} after {expected:?}"), here.put(new, expected, at(1)).await)
}

async fn got(
    here: &Credentials<&impl Store>,
    name: &Name,
) -> Result<Option<(About, Vec<u8>)>, super::Failure> {
    let found = worked(|| format!("get of {name}"), here.get(name).await)?;
    Ok(found.map(|kept| (kept.about, kept.secret.expose_secret().to_vec())))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
