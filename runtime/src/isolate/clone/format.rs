//! V8's wire format without values: tags, variable-length integers, strings, and a cursor that never reads past
//! the end. Knows nothing of JavaScript.

/// The version that is written; 13 to 15 are read.
pub(super) const VERSION: u8 = 15;

/// The first byte of everything.
const VERSION_TAG: u8 = 0xFF;

/// What follows a tag byte. Names as in V8.
pub(super) mod tag {
    pub(in super::super) const PADDING: u8 = 0;
    pub(in super::super) const UNDEFINED: u8 = b'_';
    pub(in super::super) const NULL: u8 = b'0';
    pub(in super::super) const TRUE: u8 = b'T';
    pub(in super::super) const FALSE: u8 = b'F';
    pub(in super::super) const INT32: u8 = b'I';
    pub(in super::super) const UINT32: u8 = b'U';
    pub(in super::super) const DOUBLE: u8 = b'N';
    pub(in super::super) const BIGINT: u8 = b'Z';
    pub(in super::super) const UTF8: u8 = b'S';
    pub(in super::super) const LATIN1: u8 = b'"';
    pub(in super::super) const UTF16: u8 = b'c';
    pub(in super::super) const REFERENCE: u8 = b'^';
    pub(in super::super) const OBJECT: u8 = b'o';
    pub(in super::super) const OBJECT_END: u8 = b'{';
    pub(in super::super) const DENSE: u8 = b'A';
    pub(in super::super) const DENSE_END: u8 = b'$';
    pub(in super::super) const HOLE: u8 = b'-';
    pub(in super::super) const SPARSE: u8 = b'a';
    pub(in super::super) const SPARSE_END: u8 = b'@';
    pub(in super::super) const DATE: u8 = b'D';
    pub(in super::super) const TRUE_OBJECT: u8 = b'y';
    pub(in super::super) const FALSE_OBJECT: u8 = b'x';
    pub(in super::super) const NUMBER_OBJECT: u8 = b'n';
    pub(in super::super) const BIGINT_OBJECT: u8 = b'z';
    pub(in super::super) const STRING_OBJECT: u8 = b's';
    pub(in super::super) const REGEXP: u8 = b'R';
    pub(in super::super) const MAP: u8 = b';';
    pub(in super::super) const MAP_END: u8 = b':';
    pub(in super::super) const SET: u8 = b'\'';
    pub(in super::super) const SET_END: u8 = b',';
    pub(in super::super) const BUFFER: u8 = b'B';
    pub(in super::super) const RESIZABLE_BUFFER: u8 = b'~';
    pub(in super::super) const VIEW: u8 = b'V';
    pub(in super::super) const ERROR: u8 = b'r';
    pub(in super::super) const ERROR_MESSAGE: u8 = b'm';
    pub(in super::super) const ERROR_CAUSE: u8 = b'c';
    pub(in super::super) const ERROR_STACK: u8 = b's';
    pub(in super::super) const ERROR_END: u8 = b'.';
    pub(in super::super) const HOST_OBJECT: u8 = b'\\';
}

/// A view's flag: it grows with its buffer.
pub(super) const VIEW_TRACKS_LENGTH: u32 = 1;
/// A view's flag: its buffer is resizable.
pub(super) const VIEW_OF_RESIZABLE: u32 = 2;

/// workerd's number for a `DOMException`: name, message and stack follow.
pub(super) const HOST_DOM_EXCEPTION: u32 = 8;
/// workerd's number for an error written as a host object.
pub(super) const HOST_ERROR: u32 = 10;
/// The kind of such an error that carries its own name.
pub(super) const HOST_ERROR_NAMED: u32 = 0;

/// Error constructors and V8's letter for each; `Error` has none.
pub(super) const ERROR_LETTERS: [(u8, &str); 6] = [
    (b'E', "EvalError"),
    (b'R', "RangeError"),
    (b'F', "ReferenceError"),
    (b'S', "SyntaxError"),
    (b'T', "TypeError"),
    (b'U', "URIError"),
];

/// The letters of a RegExp's flags, lowest bit first; the blank is V8's own.
pub(super) const REGEXP_FLAGS: [char; 9] = ['g', 'i', 'm', 'y', 'u', 's', ' ', 'd', 'v'];

/// The bytes so far.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    /// Nothing but the version.
    pub(super) fn with_header() -> Self {
        Self(vec![VERSION_TAG, VERSION])
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Seven bits a byte, lowest first.
    pub(super) fn varint(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// A length; nothing in an isolate is 4 GiB long.
    pub(super) fn length(&mut self, length: usize) {
        self.varint(u32::try_from(length).unwrap_or(u32::MAX));
    }

    pub(super) fn int(&mut self, value: i32) {
        self.byte(tag::INT32);
        self.varint(((value << 1) ^ (value >> 31)) as u32);
    }

    pub(super) fn double(&mut self, value: f64) {
        self.bytes(&value.to_le_bytes());
    }

    /// UTF-8 behind its length, as workerd writes the parts of its own objects.
    pub(super) fn counted_text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes(text.as_bytes());
    }

    /// One byte a character where that is possible, as V8 stores text.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_ascii() {
            self.byte(tag::LATIN1);
            self.length(text.len());
            self.bytes(text.as_bytes());
        } else if text.chars().all(|c| u32::from(c) <= 0xFF) {
            self.byte(tag::LATIN1);
            self.length(text.chars().count());
            self.0.extend(text.chars().map(|c| u32::from(c) as u8));
        } else {
            self.utf16(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        }
    }

    /// Two bytes a code unit, little-endian, aligned to two as V8's reader wants.
    pub(super) fn utf16(&mut self, units: &[u8]) {
        let varint_bytes = (32 - (units.len() as u32 | 1).leading_zeros()).div_ceil(7) as usize;
        if (self.0.len() + 1 + varint_bytes) % 2 == 1 {
            self.byte(tag::PADDING);
        }
        self.byte(tag::UTF16);
        self.length(units.len());
        self.bytes(units);
    }

    /// `hex` digits of a magnitude: sign and length, then whole 64-bit digits, little-endian.
    pub(super) fn bigint(&mut self, hex: &str) {
        let (negative, digits) = match hex.strip_prefix('-') {
            Some(digits) => (1, digits),
            None => (0, hex),
        };
        let digits = digits.trim_start_matches('0').as_bytes();
        let length = digits.len().div_ceil(16) * 8;
        self.length(length << 1 | negative);
        for digit in digits.rchunks(16) {
            let text = std::str::from_utf8(digit).unwrap_or_default();
            self.bytes(&u64::from_str_radix(text, 16).unwrap_or_default().to_le_bytes());
        }
    }
}

/// The bytes are not what they claim to be.
#[derive(Debug)]
pub(super) struct Malformed;

/// What is left to read.
pub(super) struct Input<'b>(&'b [u8]);

impl<'b> Input<'b> {
    /// Behind the header of a version that is understood.
    pub(super) fn behind_header(bytes: &'b [u8]) -> Result<Self, Malformed> {
        match bytes {
            [VERSION_TAG, 13..=VERSION, rest @ ..] => Ok(Self(rest)),
            _ => Err(Malformed),
        }
    }

    /// The next byte, still unread.
    pub(super) fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    pub(super) fn left(&self) -> usize {
        self.0.len()
    }

    pub(super) fn byte(&mut self) -> Result<u8, Malformed> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// The next byte that is not padding.
    pub(super) fn tag(&mut self) -> Result<u8, Malformed> {
        loop {
            let byte = self.byte()?;
            if byte != tag::PADDING {
                return Ok(byte);
            }
        }
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'b [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn varint(&mut self) -> Result<u32, Malformed> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value as u32);
            }
        }
        Err(Malformed)
    }

    pub(super) fn length(&mut self) -> Result<usize, Malformed> {
        Ok(self.varint()? as usize)
    }

    pub(super) fn int(&mut self) -> Result<i32, Malformed> {
        let value = self.varint()?;
        Ok((value >> 1) as i32 ^ -((value & 1) as i32))
    }

    pub(super) fn double(&mut self) -> Result<f64, Malformed> {
        let bytes = self.take(8)?.try_into().map_err(|_| Malformed)?;
        Ok(f64::from_le_bytes(bytes))
    }

    /// As long as the length in front says.
    pub(super) fn counted(&mut self) -> Result<&'b [u8], Malformed> {
        let length = self.length()?;
        self.take(length)
    }

    /// Hex digits with a sign, as [`Writer::bigint`] takes them.
    pub(super) fn bigint(&mut self) -> Result<String, Malformed> {
        let header = self.length()?;
        let digits = self.take(header >> 1)?;
        let sign = if header & 1 == 1 { "-" } else { "" };
        let mut hex = format!("{sign}0");
        hex.extend(digits.iter().rev().map(|byte| format!("{byte:02x}")));
        Ok(hex)
    }
}
