//! SCEP: who gets which identity.
//!
//! | challenge | lets in | the identity is |
//! |---|---|---|
//! | of an invitation | the one device that comes first | its slot's |
//! | of a profile for a device that is enrolled | that device, once | the enrollment's: its next one |
//! | `--scep-challenge` | whoever knows it | of a slot that is made for it |
//! | none, but signed with the identity that is to be renewed | its device | the enrollment's: its next one |

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use http_body_util::Full;
use mdm_enrollment::row::{Link, LinkKind, RecordKey};
use mdm_enrollment::{Actor, SlotId, Ticket};
use mdm_examples::Result;
use mdm_examples::office::random;
use mdm_pki::scep::{Application, ChallengeRecord, Needs, Operation, Outcome, Record, Request, Verdict};
use mdm_pki::{Blame, Certificate, Error, IssuePolicy, Serial, Subject, Usage};
use mdm_store::{RunError, Store as _};
use tokio::task::block_in_place;

use crate::site::{Refused, Site};

const YEAR: Duration = Duration::from_secs(365 * 86_400);
/// How often somebody else may use a challenge, or repeat a renewal, between its look and its use.
const ATTEMPTS: usize = 4;
/// Whom `--scep-challenge` lets in. No slot and no enrollment is called so.
const ANYBODY: &str = "anybody";
/// How many records a certificate may lead to.
const LINKED: usize = 16;

impl Site {
    pub(crate) async fn scep(&self, parts: &Parts, body: &[u8]) -> Result<Response<Full<Bytes>>, Refused> {
        let answer = match Operation::decode(&parts.method, parts.uri.query(), body).map_err(refused)? {
            Operation::GetCaCaps => self.scep.capabilities(),
            Operation::GetCaCert => self.scep.ca_certificates().map_err(refused)?,
            Operation::PkiOperation(message) => self.issue(&message, SystemTime::now()).await?,
            _ => return Err(refused(Error::Unsupported { what: "SCEP operation" })),
        };
        Ok(answer.map(|body| Full::new(Bytes::from(body))))
    }

    /// One PKIOperation: load, decide, commit, answer. RSA takes a millisecond or two: not on a thread that has
    /// connections to serve.
    async fn issue(&self, message: &[u8], now: SystemTime) -> Result<Response<Vec<u8>>, Refused> {
        let request = block_in_place(|| self.scep.open(message, now)).map_err(refused)?;
        for _ in 0..ATTEMPTS {
            let record = self.record(&request, now).await?;
            let decide = || self.scep.decide(&request, record, &policy, Serial::mint()?, now);
            let decision = block_in_place(decide).map_err(refused)?;
            match &decision.outcome {
                Outcome::Issued { enrollment, certificate, challenge, settled, .. } => {
                    let is_first = block_in_place(|| match challenge {
                        Some(_) if enrollment == ANYBODY => Ok(true),
                        Some(challenge) => self.challenges.claim(challenge),
                        None => self.challenges.renew(settled),
                    })?;
                    if !is_first {
                        continue;
                    }
                    self.bind(&request, enrollment, certificate, now).await?;
                }
                // Whose it is was written then, unless the server died between the two.
                Outcome::Repeated { enrollment, certificate } => {
                    match self.bind(&request, enrollment, certificate, now).await {
                        Err(error) if error.status.is_server_error() => return Err(error),
                        _ => {}
                    }
                }
                Outcome::Refused { reason, .. } => println!("scep: {reason}"),
                _ => {}
            }
            return Ok(decision.reply);
        }
        Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "others asked for the same meanwhile"))
    }

    async fn record(&self, request: &Request, now: SystemTime) -> Result<Record> {
        Ok(match request.needs() {
            Needs::Challenge(hash) => match &self.static_challenge {
                Some(known) if openssl::memcmp::eq(&known.hash(), &hash) => {
                    Record::Challenge(ChallengeRecord::new(known, ANYBODY, now + YEAR))
                }
                _ => {
                    let record = block_in_place(|| self.challenges.load(&hash))?;
                    record.map_or(Record::Missing, Record::Challenge)
                }
            },
            Needs::Enrollment(transaction) => {
                let value = transaction.requester.to_string().into();
                let link = Link { kind: LinkKind::Certificate, value };
                for key in self.store().find(&link, None, LINKED).await? {
                    if let Some(channel) = self.runner().channel(&key).await? {
                        let identities = channel.identities().clone();
                        let transaction = block_in_place(|| self.challenges.renewal(&transaction))?;
                        return Ok(Record::Enrollment {
                            name: key.as_str().to_owned(),
                            identities,
                            transaction,
                        });
                    }
                }
                Record::Missing
            }
            // Nobody waits here: the policy decides at once.
            _ => Record::Missing,
        })
    }

    /// Writes down whose identity it is, before its device has it.
    async fn bind(
        &self,
        request: &Request,
        enrollment: &str,
        certificate: &Certificate,
        now: SystemTime,
    ) -> Result<(), Refused> {
        let (runner, fingerprint) = (self.runner(), certificate.fingerprint());
        if enrollment == ANYBODY {
            let name = format!("scep-{}", &fingerprint.to_string()[..32]);
            let slot = SlotId::new(&name).ok_or("a slot's name")?;
            let ticket = Ticket::from_random(random()?);
            let invitation = self.trust()?.invitation(&ticket, now + YEAR).by(&Actor::rule("scep-challenge"));
            runner.open_slot(&slot, &invitation, now).await?;
            return Ok(runner.claim_slot(&ticket, fingerprint, now).await?);
        }
        let key = RecordKey::new(enrollment).ok_or("a record's name")?;
        if !SlotId::is_slot(&key) {
            return Ok(runner.issue_identity(&key, certificate, now).await?);
        }
        let challenge = request.challenge().ok_or("a challenge")?;
        let ticket = Ticket::parse(challenge.expose_secret()).map_err(RunError::from)?;
        Ok(runner.claim_slot(&ticket, fingerprint, now).await?)
    }
}

/// The name of slot or device becomes the subject; what the device asks for is a wish.
fn policy(application: &Application<'_>) -> Verdict {
    let (_, name) = application.enrollment.split_once('/').unwrap_or(("", application.enrollment));
    let policy = IssuePolicy::new(Subject::new(name), Usage::TlsClient, YEAR);
    Verdict::Issue(policy.with_key_encipherment())
}

fn refused(error: Error) -> Refused {
    let status = match (&error, error.blame()) {
        (Error::TooLarge { .. }, _) => StatusCode::PAYLOAD_TOO_LARGE,
        (_, Blame::Peer) => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Refused::new(status, &error.to_string())
}
