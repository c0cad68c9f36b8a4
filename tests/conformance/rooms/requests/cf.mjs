// Where the request comes from, as Cloudflare would tell it. Nothing is fetched for it.
export const rows = ['R11'];
export const title = 'request.cf is there, for requests and for sockets';

export default class {
  onRequest(request) {
    return Response.json(request.cf);
  }

  onConnect(connection, { request }) {
    connection.send(request.cf.country);
  }
}

export async function drive({ http, open }) {
  const { country, city, colo, timezone, latitude, asn, tlsVersion, httpProtocol } = JSON.parse((await http('/party/x')).text);
  const client = await open('/party/x');
  return { country, city, colo, timezone, latitude, asn, tlsVersion, httpProtocol, socket: await client.next() };
}

export const expected = {
  country: 'US', city: 'Austin', colo: 'DFW', timezone: 'America/Chicago', latitude: '30.27130', asn: 395747,
  tlsVersion: 'TLSv1.3', httpProtocol: 'HTTP/1.1', socket: 'US',
};
export const workerd = { because: 'plain workerd has no request.cf' };
