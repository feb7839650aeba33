// What this browser remembers of a press, so that pressing again, reloading, losing the network or
// a second tab never redeems twice. In localStorage, for each customer:
//
//   pending  the key of the press whose outcome is not known, and once known its transfer's id.
//            Written before anything is sent; given up only when the outcome is known. While there
//            is one, every press in every tab uses its key: whatever was sent under it before, the
//            bank makes one transfer of it at most.
//   last     the transfer that ended last, so that other tabs do not press for the same wish again,
//            and whether the customer has gone on from it: until then a reload shows it again, so that
//            nobody who missed the outcome presses for it once more.
//
// Never the card's number or PIN.

const LOCK_MS = 150;

export class Memory {
  #pendingName;
  #lastName;

  constructor(customer) {
    this.#pendingName = `banktransfer.pending.${customer}`;
    this.#lastName = `banktransfer.last.${customer}`;
  }

  pending() {
    return read(this.#pendingName);
  }

  last() {
    return read(this.#lastName)?.transfer ?? null;
  }

  /** The transfer that ended last, if the customer has not gone on from it. */
  unseen() {
    const last = read(this.#lastName);
    return last && !last.seen ? last.transfer : null;
  }

  /** The customer has gone on. */
  goOn() {
    const last = read(this.#lastName);
    if (last && !last.seen) write(this.#lastName, { ...last, seen: true });
  }

  /**
   * The press to send now: the one whose outcome is not known, or a new one.
   * @param wish what to show of it later; nothing secret
   * @param lastSeen the transfer that had ended last when the customer began to type
   * @returns {pending}, or {ended: transfer id} if another tab has finished one since
   */
  async begin(wish, lastSeen) {
    return this.#alone(async () => {
      const last = this.last();
      if (!this.pending() && last !== lastSeen) return { ended: last };
      const pending = this.pending() ?? { key: newKey() };
      write(this.#pendingName, { ...pending, ...wish });
      await this.#settle();
      return { pending: this.pending() };
    });
  }

  /** The press has become this transfer. */
  became(key, transfer) {
    const pending = this.pending();
    if (pending && pending.key === key && pending.transfer !== transfer) {
      write(this.#pendingName, { ...pending, transfer });
    }
  }

  /** The outcome is known. */
  ended(key, transfer) {
    const pending = this.pending();
    if (pending && pending.key === key) {
      write(this.#lastName, { transfer });
      localStorage.removeItem(this.#pendingName);
    }
  }

  /** Calls back when another tab has changed what is remembered. */
  onChange(callback) {
    addEventListener('storage', (event) => {
      if (event.key === this.#pendingName || event.key === this.#lastName) callback();
    });
  }

  #alone(work) {
    return navigator.locks ? navigator.locks.request(this.#pendingName, work) : work();
  }

  /** Without locks (a page not served securely) two tabs may write at once: the last one holds. */
  async #settle() {
    if (!navigator.locks) await new Promise((done) => setTimeout(done, LOCK_MS));
  }
}

/** A random UUID, also where the page is not served securely and has no randomUUID. */
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  localStorage.setItem(name, JSON.stringify(value));
}
