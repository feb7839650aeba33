// The identity server of OidcTest: two issuers on this machine that sign with the same keys, so that a token of the
// other one is wrong by nothing but its `iss`. Prints a line of JSON when it listens; ends when its input does.
//
// Whom a token is for, and how it is signed, is the resource that a client asks for:
//   urn:bank:AUDIENCE:ALGORITHM:SECONDS
//
// POST /rotate?keep=true makes new keys and keeps publishing the old ones; keep=false withdraws those.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const REDIRECT = 'http://127.0.0.1:1/done';

let generation = 0;
let current = [];
let previous = [];

function newKeys() {
  generation += 1;
  const jwk = (pair, more) => ({ ...pair.privateKey.export({ format: 'jwk' }), use: 'sig', ...more });
  return [
    jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), { kid: `rsa-${generation}` }),
    jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }), { kid: `ec-${generation}`, alg: 'ES256' }),
  ];
}

function configuration() {
  const program = (id, scope) => ({
    client_id: id,
    client_secret: `${id}-secret`,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope,
  });
  return {
    // The first that fits signs; the others are only published.
    jwks: { keys: [...current, ...previous] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes: ['openid', 'transfers', 'operator'],
    clients: [
      {
        client_id: 'app',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [REDIRECT],
        scope: 'openid transfers',
      },
      program('bob', 'transfers'),
      program('back-office', 'transfers operator'),
    ],
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(_context, resource) {
          const [, , audience, alg, seconds] = resource.split(':');
          return {
            scope: 'transfers operator',
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: Number(seconds),
            jwt: { sign: { alg } },
          };
        },
      },
    },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  };
}

async function issuer() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}`;
  let handle;
  const renew = () => {
    handle = new Provider(url, configuration()).callback();
  };
  server.on('request', (request, response) => handle(request, response));
  return { url, renew };
}

current = newKeys();
const ours = await issuer();
const other = await issuer();

const control = createServer((request, response) => {
  const keep = new URL(request.url, 'http://a').searchParams.get('keep') === 'true';
  previous = keep ? current : [];
  current = newKeys();
  ours.renew();
  other.renew();
  response.end();
});
await new Promise((listening) => control.listen(0, '127.0.0.1', listening));

ours.renew();
other.renew();
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
console.log(
  JSON.stringify({
    issuer: ours.url,
    other: other.url,
    control: `http://127.0.0.1:${control.address().port}`,
    redirect: REDIRECT,
  }),
);
