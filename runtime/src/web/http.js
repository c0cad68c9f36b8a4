// Requests and responses on their way between the host and users' code: the door the host calls. Headers travel as
// one flat list of names and values; a body is null, a string (to the host only), bytes, or the number of a stream of the host.

export { Body } from "partyrs:body";
export { isUpgrade, Request, requestFromHost, requestToHost } from "partyrs:request";
export { Response, responseFromHost, responseToHost } from "partyrs:response";
