//! Cryptography in rooms, as a room's visitors see it.

use crate::support::Project;

/// Makes an RSA key at `/key`, and answers anything else at once.
const KEYS: &str = r#"
const RSA = { name: "RSA-PSS", modulusLength: 4096, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
const sign = { name: "RSA-PSS", saltLength: 32 };

export default class Keys {
  constructor(room) { this.room = room; }

  async onMessage(message, sender) {
    if (message === "quick") return sender.send("quick");
    const { publicKey, privateKey } = await crypto.subtle.generateKey(RSA, false, ["sign", "verify"]);
    const data = new TextEncoder().encode(message);
    const signature = await crypto.subtle.sign(sign, privateKey, data);
    const isRight = await crypto.subtle.verify(sign, publicKey, signature, data);
    sender.send(`${privateKey.algorithm.modulusLength} ${signature.byteLength} ${isRight}`);
  }
}
"#;

#[test]
fn a_room_answers_others_while_it_makes_an_rsa_key() {
    let project = Project::server(KEYS);
    let dev = project.dev(&[]);
    let mut slow = dev.connect("/party/keys");
    let mut quick = dev.connect("/party/keys");
    slow.send("a message");
    // It would wait for the key if the room made it on its own thread: what the first one hears comes later.
    slow.send("quick");
    quick.send("quick");
    assert_eq!(
        (quick.next(), slow.next()),
        ("quick".to_owned(), "quick".to_owned())
    );
    assert_eq!(slow.next(), "4096 512 true");
}
