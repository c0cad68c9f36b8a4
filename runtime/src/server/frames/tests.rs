//! Frames as they come in, cut in every place, and as they go out.

use super::*;
use futures_util::FutureExt;
use tokio::io::AsyncWriteExt;

async fn read_all(bytes: &[u8]) -> Vec<Incoming> {
    // One byte at a time: every cut is tried.
    let mut frames = Frames::new(&[]);
    let mut socket = byte_by_byte(bytes);
    let mut all = Vec::new();
    while let Some(incoming) = frames.next(&mut socket).await.unwrap() {
        let is_last = matches!(incoming, Incoming::Refused(_));
        all.push(incoming);
        if is_last {
            break;
        }
    }
    all
}

fn byte_by_byte(bytes: &[u8]) -> impl AsyncRead + Unpin {
    let (mut there, here) = tokio::io::duplex(1);
    let bytes = bytes.to_vec();
    tokio::spawn(async move { there.write_all(&bytes).await });
    here
}

#[tokio::test]
async fn fragments_and_pings_between_them_are_put_together() {
    let bytes = [&[0x01, 1, b'a'][..], &[0x89, 1, b'p'], &[0x80, 2, b'b', b'c']].concat();
    let text = Message::Text(Bytes::from_static(b"abc"));
    assert_eq!(
        read_all(&bytes).await,
        [Incoming::Ping(Bytes::from_static(b"p")), Incoming::Message(text)]
    );
}

#[tokio::test]
async fn masked_text_that_is_not_utf_8_is_repaired() {
    let bytes = [0x81, 0x82, 1, 2, 3, 4, b'a' ^ 1, 0xff ^ 2];
    let text = Message::Text(Bytes::from("a\u{fffd}"));
    assert_eq!(read_all(&bytes).await, [Incoming::Message(text)]);
}

#[tokio::test]
async fn a_client_masks_what_it_writes() {
    let message = Message::Binary(Bytes::from_static(&[7; 300]));
    let mut frame = BytesMut::new();
    Side::Client.write_message(&message, &mut frame);
    // Two bytes, two of length, the key, and the payload unlike itself.
    assert_eq!((frame[1], frame.len()), (0x80 | 126, 308));
    assert_eq!(read_all(&frame).await, [Incoming::Message(message)]);
}

#[tokio::test]
async fn a_message_over_the_limit_is_reported_with_its_size() {
    let mut bytes = vec![0x82, 127];
    bytes.extend_from_slice(&1_048_577_u64.to_be_bytes());
    assert_eq!(read_all(&bytes).await, [too_large(1_048_577)]);
}

#[tokio::test]
async fn a_frame_that_breaks_the_protocol_is_refused_with_what_is_wrong() {
    let cases: [(&[u8], &str); 7] = [
        (
            &[0xc1, 1, b'a'],
            "Received a compressed frame, but compression was not negotiated",
        ),
        (&[0xa1, 1, b'a'], "Received frame had RSV bits 2 or 3 set"),
        (&[0x83, 0], "Unknown opcode 3"),
        (&[0x80, 1, b'a'], "Unexpected continuation frame"),
        (&[0x01, 1, b'a', 0x81, 1, b'b'], "Missing continuation frame"),
        (&[0x09, 0], "Received fragmented control frame"),
        (&[0x89, 126, 0, 126], "Received a control frame that is too long"),
    ];
    for (bytes, what) in cases {
        assert_eq!(read_all(bytes).await, [broken(what)]);
    }
}

#[tokio::test]
async fn a_socket_that_waits_holds_no_buffer() {
    let (mut there, mut here) = tokio::io::duplex(64);
    let mut frames = Frames::new(&[]);
    there.write_all(&[0x81, 1, b'a']).await.unwrap();
    let text = Message::Text(Bytes::from_static(b"a"));
    assert_eq!(
        frames.next(&mut here).await.unwrap(),
        Some(Incoming::Message(text))
    );
    assert!(frames.next(&mut here).now_or_never().is_none());
    assert_eq!(frames.buffer.capacity(), 0);
}

#[tokio::test]
async fn a_close_without_a_status_is_1005() {
    let closed = Closed {
        code: 1005,
        reason: String::new(),
        clean: true,
    };
    assert_eq!(read_all(&[0x88, 0]).await, [Incoming::Close(closed)]);
}
