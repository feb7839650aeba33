// An institution in one file, written from docs/api/institution.yaml and nothing else. It keeps its books in
// memory: what makes it honest is that each request is decided in one piece, which a real one owes to its database.
//
//   node institution.js PORT NUMBER:PIN:BALANCE:CURRENCY...
'use strict';
const http = require('node:http');

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const BODY_MAX = 16 * 1024;
const cards = new Map();
const entries = new Map();
const movements = [];

for (const written of process.argv.slice(3)) {
  const [number, pin, balance, currency] = written.split(':');
  cards.set(number, { pin, balance: BigInt(balance), currency });
}

// --- What a request is to look like ---------------------------------------------------------------

class Refused extends Error {
  constructor(status, code, detail) {
    super(detail);
    Object.assign(this, { status, code });
  }
}

function demand(holds, detail) {
  if (!holds) throw new Refused(400, 'invalid_request', detail);
}

function fields(value, where, required, optional = []) {
  demand(value !== null && typeof value === 'object' && !Array.isArray(value), `${where}: an object`);
  for (const name of required) demand(name in value, `${where}: ${name} is missing`);
  for (const name of Object.keys(value)) {
    demand(required.includes(name) || optional.includes(name), `${where}: an unknown field`);
  }
  return value;
}

const matches = (value, pattern) => typeof value === 'string' && pattern.test(value);

function isTime(text) {
  const parts = matches(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/) ? new Date(text) : NaN;
  return !Number.isNaN(Number(parts)) && parts.toISOString().slice(0, 19) === text.slice(0, 19);
}

function readCashOut(body) {
  fields(body, 'the body', ['card', 'currency', 'valid_until'], ['amount']);
  fields(body.card, 'card', ['number', 'pin']);
  demand(matches(body.card.number, /^[0-9]{8,19}$/), 'card.number: 8 to 19 digits');
  demand(matches(body.card.pin, /^[0-9]{4,12}$/), 'card.pin: 4 to 12 digits');
  demand(matches(body.currency, /^[A-Z]{3}$/), 'currency: ISO 4217');
  demand(isTime(body.valid_until), 'valid_until: a time in UTC');
  demand(!('amount' in body) || (Number.isSafeInteger(body.amount) && body.amount > 0), 'amount: whole minor units');
  const content = JSON.stringify([body.card.number, body.card.pin, body.amount ?? 'all', body.currency]);
  return { ...body, content };
}

// --- What it is owed ------------------------------------------------------------------------------

const answer = (status, entry) => ({ status, body: entry });
const shown = ({ content, card, ...entry }) => entry;
const declined = (id, code, detail) => ({ id, status: 'declined', code, ...(detail && { detail }) });

function decide(id, asked) {
  if (Date.now() > Date.parse(asked.valid_until)) return declined(id, 'card_declined', 'arrived after valid_until');
  const card = cards.get(asked.card.number);
  if (!card) return declined(id, 'card_declined');
  if (card.pin !== asked.card.pin) return declined(id, 'wrong_pin');
  if (card.currency !== asked.currency) return declined(id, 'card_declined', 'the card holds another currency');
  const amount = asked.amount === undefined ? card.balance : BigInt(asked.amount);
  if (amount === 0n || amount > card.balance) return declined(id, 'insufficient_funds');
  card.balance -= amount;
  const reference = `N${entries.size + 1}`;
  const at = book(id, 'cash_out', Number(amount), asked.currency, reference);
  return { id, status: 'approved', amount: Number(amount), currency: asked.currency, reference, at, card };
}

function book(id, kind, amount, currency, reference) {
  const at = new Date().toISOString();
  movements.push({ line: movements.length + 1, at, id, kind, amount, currency, reference });
  return at;
}

function cashOut(id, asked) {
  const known = entries.get(id);
  if (!known) {
    const entry = { ...decide(id, asked), content: asked.content };
    entries.set(id, entry);
    return answer(200, shown(entry));
  }
  if (known.status === 'blocked') return answer(409, shown(known));
  if (known.content !== asked.content) throw new Refused(422, 'id_reused', 'this id is known with other content');
  return answer(known.status === 'reversed' ? 409 : 200, shown(known));
}

function lookUp(id) {
  const known = entries.get(id);
  return known ? answer(200, shown(known)) : answer(404, { id, status: 'never_seen' });
}

function reverse(id) {
  const known = entries.get(id);
  if (!known) entries.set(id, { id, status: 'blocked' });
  if (known?.status === 'approved') {
    known.card.balance += BigInt(known.amount);
    book(id, 'reversal', known.amount, known.currency, known.reference);
    entries.set(id, { id, status: 'reversed', content: known.content });
  }
  return answer(200, shown(entries.get(id)));
}

// --- The day's statement --------------------------------------------------------------------------

function csv(day) {
  const lines = day.map((m) => [m.line, m.at, m.id, m.kind, m.amount, m.currency, m.reference].join(','));
  return ['line,at,transfer_id,kind,amount,currency,reference', ...lines, ''].join('\r\n');
}

const main = (minor) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
const owed = (lines) => lines.reduce((sum, m) => sum + BigInt(m.kind === 'cash_out' ? m.amount : -m.amount), 0n);
const balance = (type, lines, currency, date) =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${main(owed(lines))}</Amt>` +
  `<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
const entry = (m) =>
  `<Ntry><NtryRef>${m.line}</NtryRef><Amt Ccy="${m.currency}">${main(BigInt(m.amount))}</Amt>` +
  (m.kind === 'cash_out' ? '<CdtDbtInd>CRDT</CdtDbtInd>' : '<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>') +
  `<Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>${m.at}</DtTm></BookgDt><AcctSvcrRef>${m.reference}</AcctSvcrRef>` +
  `<NtryDtls><TxDtls><Refs><EndToEndId>${m.id}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`;

// For currencies with two digits after the point.
function camt(date) {
  const now = new Date().toISOString();
  const statements = [...new Set([...cards.values()].map((card) => card.currency))].map((currency) => {
    const of = (holds) => movements.filter((m) => m.currency === currency && holds(m.at.slice(0, 10)));
    return (
      `<Stmt><Id>N-${date}-${currency}</Id><CreDtTm>${now}</CreDtTm>` +
      `<Acct><Id><Othr><Id>BANKTRANSFER</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>` +
      balance('OPBD', of((day) => day < date), currency, date) +
      balance('CLBD', of((day) => day <= date), currency, date) +
      of((day) => day === date).map(entry).join('') +
      '</Stmt>'
    );
  });
  return (
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">' +
    `<BkToCstmrStmt><GrpHdr><MsgId>N-${date}</MsgId><CreDtTm>${now}</CreDtTm></GrpHdr>` +
    `${statements.join('')}</BkToCstmrStmt></Document>`
  );
}

// --- The door -------------------------------------------------------------------------------------

function body(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= BODY_MAX) chunks.push(chunk);
    });
    request.on('error', reject);
    request.on('end', () => {
      try {
        if (size > BODY_MAX) throw new Refused(413, 'payload_too_large', 'the body is over 16384 bytes');
        if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
          throw new Refused(415, 'unsupported_media_type', 'the body is to be application/json');
        }
        resolve(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))));
      } catch (e) {
        reject(e instanceof Refused ? e : new Refused(400, 'invalid_request', 'the body is no JSON in UTF-8'));
      }
    });
  });
}

async function route(request) {
  const [, version, what, name, more, ...rest] = request.url.split('/');
  const known = version === 'v1' && rest.length === 0;
  if (known && what === 'statements' && request.method === 'GET' && !more) {
    demand(matches(name, /^\d{4}-\d\d-\d\d$/), 'the date: YYYY-MM-DD');
    return request.headers.accept === 'application/xml'
      ? { status: 200, type: 'application/xml', text: camt(name) }
      : { status: 200, type: 'text/csv; charset=utf-8', text: csv(movements.filter((m) => m.at.startsWith(name))) };
  }
  if (!known || what !== 'cash-outs' || !['GET', 'PUT'].includes(request.method)) {
    throw new Refused(404, 'not_found', 'there is no such path');
  }
  demand(ID.test(name ?? ''), 'the id: 1 to 64 letters, digits, _ or -');
  if (more === 'reversal' && request.method === 'PUT') {
    const { reason } = fields(await body(request), 'the body', ['reason']);
    demand(matches(reason, /^.{1,200}$/su), 'reason: 1 to 200 characters');
    return reverse(name);
  }
  if (more !== undefined) throw new Refused(404, 'not_found', 'there is no such path');
  return request.method === 'GET' ? lookUp(name) : cashOut(name, readCashOut(await body(request)));
}

http
  .createServer(async (request, response) => {
    let found;
    try {
      found = await route(request);
    } catch (e) {
      const refused = e instanceof Refused ? e : new Refused(500, 'internal', 'our fault');
      found = answer(refused.status, { status: 'error', code: refused.code, detail: refused.message });
    }
    const text = found.text ?? JSON.stringify(found.body);
    response.writeHead(found.status, {
      'Content-Type': found.type ?? 'application/json',
      'Content-Length': Buffer.byteLength(text),
    });
    response.end(text);
  })
  .listen(Number(process.argv[2]), '127.0.0.1', function () {
    console.log(`listening on http://127.0.0.1:${this.address().port}`);
  });
process.stdin.resume().on('end', () => process.exit());
