// The bank's API. Every call ends in one of three ways: {body}, {problem}, or {lost: true} when no
// answer came, which says nothing about what happened.

const ANSWER_MS = 20_000;
const POLL_SECONDS = 20;

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
      const response = await fetch(path, {
        ...options,
        headers: { ...options.headers, Authorization: `Bearer ${this.#token}` },
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(millis),
      });
      const body = await response.json();
      if (response.ok) return { body };
      // A proxy's error page is no answer of the bank's, and a 500 leaves open what happened.
      return body.code && body.code !== 'internal' ? { problem: body } : { lost: true };
    } catch {
      return { lost: true };
    }
  }
}
