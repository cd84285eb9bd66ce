//! A slot stands before its device: the administrator makes it, its one-time ticket becomes a URL, and a device
//! that uses the ticket fills it. Enrollment starts only from the device (requirements F25, F26, F27, F29, F30).

use std::fmt;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mdm_pki::Fingerprint;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::audit::MemberName;
use crate::policy::Assignment;
use crate::row::{Link, LinkKind, RecordKey, Tenant};
use crate::{Actor, Error};

/// The secret of an invitation: 32 random bytes, written as 43 characters that need no escape in a URL.
///
/// The store keeps its hash only.
#[derive(Clone)]
pub struct Ticket(Zeroizing<String>);

impl Ticket {
    /// Makes a ticket out of 32 bytes of a cryptographic random source.
    #[must_use]
    pub fn from_random(random: [u8; 32]) -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(random)))
    }

    /// Takes a ticket from a URL or a challenge.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownTicket`] when no ticket has this form.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map(Zeroizing::new);
        match bytes {
            Ok(bytes) if bytes.len() == 32 => Ok(Self(Zeroizing::new(text.to_owned()))),
            _ => Err(Error::UnknownTicket),
        }
    }

    /// The text for the URL, and for the profile's challenge.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// The URL of the invitation, with the ticket as the last segment: what the administrator sends, and what a QR code
    /// shows (F27; `TicketUrl::qr_code`, feature `qr`). `base` is where the embedder serves enrollment profiles, such as
    /// `https://mdm.example.com/enroll`.
    ///
    /// # Errors
    ///
    /// [`Error::Url`] when `base` is not an `https` URL without query and fragment, because whoever reads the ticket on its
    /// way enrolls in the device's place; or has more than [`TicketUrl::MAX_BASE`] bytes behind the scheme.
    pub fn url(&self, base: &str) -> Result<TicketUrl, Error> {
        check_base(base)?;
        Ok(TicketUrl(Zeroizing::new(format!("{}/{}", base.trim_end_matches('/'), self.expose_secret()))))
    }

    /// By this link the slot is found.
    #[must_use]
    pub fn link(&self) -> Link {
        link(&self.hash())
    }

    fn hash(&self) -> [u8; 32] {
        mdm_pki::sha256(self.0.as_bytes())
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(redacted)")
    }
}

/// Whether a URL is an `https` one to which a path can be appended.
pub(crate) fn check_base(base: &str) -> Result<(), Error> {
    let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'"' | b'<' | b'>' | b'\\');
    let host = base.strip_prefix("https://").ok_or(Error::Url)?;
    let fits = (1..=TicketUrl::MAX_BASE).contains(&host.len()) && host.bytes().all(plain);
    if fits && !host.starts_with('/') { Ok(()) } else { Err(Error::Url) }
}

/// The URL of an invitation. Whoever has it enrolls.
#[derive(Clone)]
pub struct TicketUrl(Zeroizing<String>);

impl TicketUrl {
    /// How long the part before the ticket may be, in bytes: a QR code of so many letters is still read from a screen.
    pub const MAX_BASE: usize = 512;

    /// The URL.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TicketUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketUrl(redacted)")
    }
}

/// What a slot is made with. [`Trust::invitation`](crate::Trust::invitation) makes one.
#[derive(Clone, Debug)]
pub struct Invitation<'a> {
    pub(crate) ticket: &'a Ticket,
    pub(crate) expires_at: SystemTime,
    pub(crate) tenant: Tenant,
    pub(crate) assignment: Assignment,
    pub(crate) actor: Option<Actor>,
}

impl<'a> Invitation<'a> {
    /// Invites one device of this tenant: the ticket opens the slot until `expires_at`. The device will be a company's,
    /// managed in full, unless [`assigned`](Self::assigned) says otherwise.
    #[must_use]
    pub fn new(tenant: &Tenant, ticket: &'a Ticket, expires_at: SystemTime) -> Self {
        Self { ticket, expires_at, tenant: tenant.clone(), assignment: Assignment::UNASSIGNED, actor: None }
    }

    /// Says who invites: the cause of the slot's events. It is no argument of [`new`](Self::new): a program may make slots
    /// before anybody is known who answers for them, and then [`Cause::Unknown`](crate::Cause::Unknown) says so.
    #[must_use]
    pub fn by(self, actor: &Actor) -> Self {
        Self { actor: Some(actor.clone()), ..self }
    }

    /// Says to whom the device will be assigned, and on which terms (F99).
    #[must_use]
    pub fn assigned(self, assignment: Assignment) -> Self {
        Self { assignment, ..self }
    }

    /// Whose device.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }
}

/// Names a slot: chosen by the embedder, at most 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SlotId(Box<str>);

impl SlotId {
    const PREFIX: &str = "slot/";

    /// Takes a name of letters, digits, `-`, `_` and `.`; `None` for anything else.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=64).contains(&text.len());
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        (fits && plain).then(|| Self(text.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The slot's record.
    ///
    /// # Panics
    ///
    /// Never: a slot's name is never too long for a key.
    #[must_use]
    #[allow(clippy::expect_used, reason = "the prefix and 64 bytes fit")]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(&format!("{}{}", Self::PREFIX, self.0)).expect("a slot's name fits into a key")
    }

    /// Whether a record is a slot's.
    #[must_use]
    pub fn is_slot(key: &RecordKey) -> bool {
        key.as_str().starts_with(Self::PREFIX)
    }

    pub(crate) fn of(key: &RecordKey) -> Option<Self> {
        Self::new(key.as_str().strip_prefix(Self::PREFIX)?)
    }
}

/// One place for a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub(crate) ticket: [u8; 32],
    pub(crate) expires_at: SystemTime,
    pub(crate) tenant: Box<str>,
    pub(crate) assignment: Assignment,
    pub(crate) state: SlotState,
}

/// How far a slot is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SlotState {
    /// Nobody has used the ticket. It stays so when the user refuses the profile.
    Empty,
    /// A device has used the ticket and was issued this certificate.
    Claimed {
        /// Its hash.
        certificate: [u8; 32],
    },
    /// The device has enrolled.
    Filled {
        /// The record of its device channel.
        enrollment: Box<str>,
    },
    /// The invitation was taken back.
    Closed,
}

impl Slot {
    pub(crate) fn new(invitation: &Invitation<'_>) -> Self {
        let Invitation { ticket, expires_at, tenant, assignment, actor: _ } = invitation;
        Self {
            ticket: ticket.hash(),
            expires_at: *expires_at,
            tenant: tenant.as_str().into(),
            assignment: assignment.clone(),
            state: SlotState::Empty,
        }
    }

    /// Whose it is: the name of the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &str {
        &self.tenant
    }

    /// To whom its device will be assigned, and on which terms. Once that has come about, it tells of no member: the
    /// enrollment does.
    #[must_use]
    pub const fn assignment(&self) -> &Assignment {
        &self.assignment
    }

    /// How far it is.
    #[must_use]
    pub const fn state(&self) -> &SlotState {
        &self.state
    }

    /// Whether the ticket opens the slot now. Looking does not use it up: a user who has seen the profile may still
    /// refuse it.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownTicket`], [`Error::UsedTicket`]; [`Error::ExpiredTicket`], also when it was taken back.
    pub fn admit(&self, ticket: &Ticket, now: SystemTime) -> Result<(), Error> {
        if !self.has_ticket(ticket) {
            return Err(Error::UnknownTicket);
        }
        match self.state {
            SlotState::Empty if now < self.expires_at => Ok(()),
            SlotState::Empty | SlotState::Closed => Err(Error::ExpiredTicket),
            _ => Err(Error::UsedTicket),
        }
    }

    pub(crate) fn has_ticket(&self, ticket: &Ticket) -> bool {
        self.ticket.ct_eq(&ticket.hash()).into()
    }

    /// Whether this certificate was issued for the slot and waits for its device.
    pub(crate) fn is_claimed_by(&self, certificate: &Fingerprint) -> bool {
        matches!(&self.state, SlotState::Claimed { certificate: claimed } if claimed == certificate.as_bytes())
    }

    /// Whether a device may still enroll by it, as far as time does not forbid it.
    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.state, SlotState::Empty | SlotState::Claimed { .. })
    }

    /// Its device has enrolled: whose it is stands there from now on, and is not the slot's to keep.
    pub(crate) fn fill(&mut self, enrollment: &RecordKey) {
        self.state = SlotState::Filled { enrollment: enrollment.as_str().into() };
        (self.assignment.member, self.assignment.consent) = (None, None);
    }

    pub(crate) fn links(&self) -> Vec<Link> {
        let mut links = vec![link(&self.ticket)];
        links.push(Link { kind: LinkKind::Tenant, value: self.tenant.clone() });
        // Records that were filled before this was forgotten may still have it.
        let is_filled = matches!(self.state, SlotState::Filled { .. });
        let member = self.assignment.member.as_deref().filter(|_| !is_filled);
        links.extend(member.map(|member| MemberName::of(&self.tenant, member).link()));
        if let SlotState::Claimed { certificate } = &self.state {
            let value = Fingerprint::from_bytes(*certificate).to_string().into();
            links.push(Link { kind: LinkKind::Certificate, value });
        }
        links
    }
}

fn link(hash: &[u8; 32]) -> Link {
    Link { kind: LinkKind::Ticket, value: Fingerprint::from_bytes(*hash).to_string().into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn slot(ticket: &Ticket, expires_at: SystemTime) -> Slot {
        Slot::new(&Invitation::new(&Tenant::new("acme").unwrap(), ticket, expires_at))
    }

    /// Acceptance check 14: replay and expiry are refused; refusing the profile leaves the slot empty.
    #[test]
    fn a_ticket_opens_its_slot_once_and_in_time() {
        let ticket = Ticket::from_random([7; 32]);
        let later = NOW + Duration::from_secs(60);
        let mut slot = slot(&ticket, later);
        assert!(slot.admit(&ticket, NOW).is_ok());
        assert!(slot.admit(&ticket, NOW).is_ok(), "looking does not use it up");
        assert!(matches!(slot.admit(&ticket, later), Err(Error::ExpiredTicket)));
        assert!(matches!(slot.admit(&Ticket::from_random([8; 32]), NOW), Err(Error::UnknownTicket)));
        slot.state = SlotState::Claimed { certificate: [1; 32] };
        assert!(matches!(slot.admit(&ticket, NOW), Err(Error::UsedTicket)));
        slot.state = SlotState::Filled { enrollment: "device/x".into() };
        assert!(matches!(slot.admit(&ticket, NOW), Err(Error::UsedTicket)));
    }

    #[test]
    fn what_has_not_the_form_of_a_ticket_is_none() {
        let ticket = Ticket::from_random([7; 32]);
        assert_eq!(Ticket::parse(ticket.expose_secret()).unwrap().link(), ticket.link());
        for text in ["", "x", "../../etc", &"A".repeat(42), &"A".repeat(44), &"%".repeat(43)] {
            assert!(Ticket::parse(text).is_err(), "{text}");
        }
    }

    /// F27.
    #[test]
    fn a_ticket_becomes_a_url() {
        let ticket = Ticket::from_random([7; 32]);
        let check = |base: &str, expected: Option<&str>| {
            let url = ticket.url(base).map(|url| url.expose_secret().to_owned()).ok();
            assert_eq!(url, expected.map(|url| format!("{url}/{}", ticket.expose_secret())), "{base}");
        };
        check("https://mdm.example.com/enroll", Some("https://mdm.example.com/enroll"));
        check("https://mdm.example.com:8443/t/acme/", Some("https://mdm.example.com:8443/t/acme"));
        check("https://[::1]", Some("https://[::1]"));
        let long = format!("https://{}", "a".repeat(513));
        for base in
            ["", "https://", "https:///x", "http://mdm.example.com", "mdm.example.com", "HTTPS://x", &long]
        {
            check(base, None);
        }
        for base in ["https://x/?a=b", "https://x/#a", "https://x/a b", "https://x/\n", "https://ü.example"]
        {
            check(base, None);
        }
        let url = ticket.url("https://mdm.example.com").unwrap();
        let segment = url.expose_secret().rsplit('/').next().unwrap();
        assert_eq!(Ticket::parse(segment).unwrap().link(), ticket.link());
        assert_eq!(format!("{url:?}"), "TicketUrl(redacted)");
    }

    #[test]
    fn a_ticket_shows_nothing() {
        let ticket = Ticket::from_random([7; 32]);
        assert_eq!(format!("{ticket:?}"), "Ticket(redacted)");
        let slot = format!("{:?}", slot(&ticket, NOW));
        assert!(!slot.contains(ticket.expose_secret()));
    }
}
