//! Envelopes, both ways.

use mdm_pki::{ContentCipher, Error, KeyPair, Limits, Plaintext, Recipient, encrypt};

use crate::judge::Judge;
use crate::{CONTENT, World};

#[test]
fn openssl_reads_what_is_encrypted_and_is_read() {
    let Some(judge) = Judge::new("envelope") else { return };
    let worlds = [KeyPair::mint_rsa2048().unwrap(), KeyPair::mint_p256().unwrap()].map(World::new);
    for (world, kind) in worlds.iter().zip(["rsa", "p256"]) {
        let certificate = world.signer.certificate();
        judge.write("leaf.pem", certificate.to_pem().as_bytes());
        judge.write("key.pem", world.key.expose_secret_pem().unwrap().expose_secret());
        judge.write("content", CONTENT);
        let recipient = Recipient::new(world.key.clone(), certificate.clone()).unwrap();

        for cipher in [
            ContentCipher::Aes256Cbc,
            ContentCipher::Aes128Cbc,
            ContentCipher::Aes256Gcm,
            ContentCipher::DesEde3Cbc,
        ] {
            judge.write("ours.der", &encrypt(CONTENT, std::slice::from_ref(certificate), cipher).unwrap());
            judge.run(
                "cms -decrypt -inform DER -in ours.der -recip leaf.pem -inkey key.pem -out plain -binary",
            );
            assert_eq!(judge.read("plain"), CONTENT, "{kind} {cipher:?}");
            // What OpenSSL decodes and writes again is byte for byte the same: it was DER.
            judge.run("cms -cmsout -inform DER -in ours.der -outform DER -out again.der");
            assert_eq!(judge.read("again.der"), judge.read("ours.der"), "{kind} {cipher:?}");
        }

        let mut foreign = vec![
            "-aes128",
            "-aes192",
            "-aes256",
            "-aes-128-gcm",
            "-aes-192-gcm",
            "-aes-256-gcm",
            "-aes256 -stream",
            "-aes256 -keyid",
        ];
        match kind {
            // With a key on a curve OpenSSL wraps by triple DES here, which is not read.
            "rsa" => foreign.extend([
                "-des3",
                "-aes256 -keyopt rsa_padding_mode:oaep",
                "-aes128 -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256",
            ]),
            _ => foreign.extend(["-aes256 -keyopt ecdh_kdf_md:sha256", "-aes128 -keyopt ecdh_kdf_md:sha384"]),
        }
        for options in foreign {
            // `-keyopt` belongs to the recipient before it.
            let (cipher, rest) = options.split_at(options.find(" -keyopt").unwrap_or(options.len()));
            judge.run(&format!(
                "cms -encrypt -binary -in content -outform DER -out theirs.der {cipher} -recip leaf.pem {rest}"
            ));
            let theirs = judge.read("theirs.der");
            let plain = recipient.decrypt(&theirs, &Limits::PROFILE);
            assert_eq!(plain.as_ref().map(Plaintext::expose_secret), Ok(CONTENT), "{kind} {options}");
        }
        // Single DES is not read, and the program cannot even write it without its legacy provider.
        judge
            .run("cms -encrypt -binary -in content -outform DER -out other.der -camellia128 -recip leaf.pem");
        let refused = recipient.decrypt(&judge.read("other.der"), &Limits::PROFILE).unwrap_err();
        assert_eq!(refused, Error::Unsupported { what: "content encryption algorithm" });
    }

    // One message for both, in either direction.
    let [rsa, p256] = &worlds;
    let certificates = [rsa.signer.certificate().clone(), p256.signer.certificate().clone()];
    judge.write("both.der", &encrypt(CONTENT, &certificates, ContentCipher::default()).unwrap());
    for (world, name) in worlds.iter().zip(["rsa.pem", "p256.pem"]) {
        judge.write(name, world.signer.certificate().to_pem().as_bytes());
        judge.write("key.pem", world.key.expose_secret_pem().unwrap().expose_secret());
        judge.run(&format!(
            "cms -decrypt -binary -inform DER -in both.der -recip {name} -inkey key.pem -out plain"
        ));
        assert_eq!(judge.read("plain"), CONTENT);
    }
    judge.run("cms -encrypt -binary -in content -outform DER -out both.der -aes256 rsa.pem p256.pem");
    for (world, certificate) in worlds.iter().zip(certificates) {
        let recipient = Recipient::new(world.key.clone(), certificate).unwrap();
        let plain = recipient.decrypt(&judge.read("both.der"), &Limits::PROFILE).unwrap();
        assert_eq!(plain.expose_secret(), CONTENT);
    }
}
