// The bank's API. Every call ends in one of three ways: {body}, {problem}, or {lost: true} when no
// answer came, which says nothing about what happened.

import { eventsOf } from './events.js';

const ANSWER_MS = 20_000;
const POLL_SECONDS = 20;
const PAGE = 10;

export class Bank {
  #token;

  constructor(token) {
    this.#token = token;
  }

  account(id) {
    return this.#get(`/v1/accounts/${encodeURIComponent(id)}`);
  }

  transfer(id, waitSeconds = 0) {
    return this.#get(`/v1/transfers/${encodeURIComponent(id)}?wait=${waitSeconds}`, waitSeconds);
  }

  /** Holds until the transfer is final or some seconds have passed. */
  later(id) {
    return this.transfer(id, POLL_SECONDS);
  }

  /**
   * Tells the transfer as it is and each time it changes, until the bank ends the telling.
   * @param onTransfer gets it
   * @param left a signal: nobody listens any more
   * @returns {body: the transfer as it was told last}, or what kept the bank from telling
   */
  async watch(id, onTransfer, left) {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), ANSWER_MS);
    let last = null;
    try {
      const response = await this.#fetch(`/v1/transfers/${encodeURIComponent(id)}/progress`, {
        method: 'GET', headers: {}, signal: AbortSignal.any([left, silence.signal]),
      });
      clearTimeout(timer);
      if (!response.ok) return await read(response);
      for await (const data of eventsOf(response.body, silence)) {
        last = JSON.parse(data);
        onTransfer(last);
      }
    } catch {
      return { lost: true };
    } finally {
      clearTimeout(timer);
    }
    return last ? { body: last } : { lost: true };
  }

  /** @param cursor where the last page ended; null for the first */
  transfers(account, cursor) {
    const query = new URLSearchParams({ account, limit: PAGE });
    if (cursor) query.set('cursor', cursor);
    return this.#get(`/v1/transfers?${query}`);
  }

  history(id) {
    return this.#get(`/v1/transfers/${encodeURIComponent(id)}/history`);
  }

  /** The transfer that a key has begun, or null. */
  async ofKey(key) {
    const answer = await this.#get(`/v1/transfers?idempotency_key=${encodeURIComponent(key)}`);
    return answer.body ? { body: answer.body.data[0] ?? null, found: true } : answer;
  }

  redeem(key, wish) {
    return this.#call('/v1/transfers', ANSWER_MS, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(wish),
    });
  }

  #get(path, waitSeconds = 0) {
    return this.#call(path, ANSWER_MS + waitSeconds * 1000, { method: 'GET', headers: {} });
  }

  async #call(path, millis, options) {
    try {
      return await read(await this.#fetch(path, { ...options, signal: AbortSignal.timeout(millis) }));
    } catch {
      return { lost: true };
    }
  }

  #fetch(path, options) {
    return fetch(path, {
      ...options,
      headers: { ...options.headers, Authorization: `Bearer ${this.#token}` },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
  }
}

async function read(response) {
  const body = await response.json();
  if (response.ok) return { body };
  // A proxy's error page is no answer of the bank's, and a 500 leaves open what happened.
  return body.code && body.code !== 'internal' ? { problem: body } : { lost: true };
}
