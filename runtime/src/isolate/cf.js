// `request.cf`: where a request comes from, as Cloudflare tells it. Local requests come from nowhere, so every one
// carries the same sample, the one PartyKit's dev server has when it is offline. Nothing is fetched.

let sample;

/** The sample; one object per isolate. */
export function sampleCf() {
  return (sample ??= {
    clientTcpRtt: 7,
    requestHeaderNames: {},
    httpProtocol: "HTTP/1.1",
    tlsCipher: "AEAD-AES128-GCM-SHA256",
    tlsVersion: "TLSv1.3",
    tlsClientAuth: {
      certPresented: "0",
      certVerified: "NONE",
      certRevoked: "0",
      certIssuerDN: "",
      certSubjectDN: "",
      certIssuerDNRFC2253: "",
      certSubjectDNRFC2253: "",
      certIssuerDNLegacy: "",
      certSubjectDNLegacy: "",
      certSerial: "",
      certIssuerSerial: "",
      certSKI: "",
      certIssuerSKI: "",
      certFingerprintSHA1: "",
      certFingerprintSHA256: "",
      certNotBefore: "",
      certNotAfter: "",
    },
    clientAcceptEncoding: "gzip, deflate, br",
    asOrganization: "",
    asn: 395747,
    botManagement: {
      corporateProxy: false,
      verifiedBot: false,
      jsDetection: { passed: false },
      staticResource: false,
      detectionIds: {},
      score: 99,
    },
    clientTrustScore: 99,
    colo: "DFW",
    city: "Austin",
    region: "Texas",
    regionCode: "TX",
    country: "US",
    continent: "NA",
    postalCode: "78701",
    metroCode: "635",
    timezone: "America/Chicago",
    latitude: "30.27130",
    longitude: "-97.74260",
    edgeRequestKeepAliveStatus: 1,
    requestPriority: "",
  });
}
