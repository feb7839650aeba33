// What this browser remembers of a press, so that pressing again, reloading, losing the network or
// a second tab never redeems twice. In localStorage, for each customer, whose name is not in it:
//
//   pending  the key of the press whose outcome is not known, and once known its transfer's id.
//            Written before anything is sent; given up only when the outcome is known. While there
//            is one, every press in every tab uses its key: whatever was sent under it before, the
//            bank makes one transfer of it at most.
//   last     the transfer that ended last, so that other tabs do not press for the same wish again.
//   seen     the last transfer that the customer has gone on from. While it is not the one that ended
//            last, a reload shows that again, so that nobody who missed the outcome presses for it
//            once more.
//
// A key and ids of transfers, and nothing else. In sessionStorage, which ends with the tab, what was
// typed and may be shown again: account and institution. Nowhere the card's number, PIN or amount.

const LOCK_MS = 150;

export class Memory {
  #pendingName;
  #lastName;
  #seenName;
  #typedName;

  constructor(customer) {
    const whose = tag(customer);
    this.#pendingName = `banktransfer.pending.${whose}`;
    this.#lastName = `banktransfer.last.${whose}`;
    this.#seenName = `banktransfer.seen.${whose}`;
    this.#typedName = `banktransfer.typed.${whose}`;
  }

  pending() {
    return read(localStorage, this.#pendingName);
  }

  last() {
    return localStorage.getItem(this.#lastName);
  }

  /** The transfer that ended last, if the customer has not gone on from it. */
  unseen() {
    const last = this.last();
    return last !== localStorage.getItem(this.#seenName) ? last : null;
  }

  /** The customer has gone on. */
  goOn() {
    const last = this.last();
    if (last) localStorage.setItem(this.#seenName, last);
  }

  /** What this tab last used: account and institution, as far as they are known. */
  typed() {
    return read(sessionStorage, this.#typedName) ?? {};
  }

  /** This tab uses these. */
  use({ account, institution }) {
    write(sessionStorage, this.#typedName, { account, institution });
  }

  /**
   * The press to send now: the one whose outcome is not known, or a new one.
   * @param wish whose account and institution this tab will show again
   * @param lastSeen the transfer that had ended last when the customer began to type
   * @returns {pending}, or {ended: transfer id} if another tab has finished one since
   */
  async begin(wish, lastSeen) {
    return this.#alone(async () => {
      const last = this.last();
      if (!this.pending() && last !== lastSeen) return { ended: last };
      this.use(wish);
      write(localStorage, this.#pendingName, this.pending() ?? { key: newKey() });
      await this.#settle();
      return { pending: this.pending() };
    });
  }

  /** The press has become this transfer. */
  became(key, transfer) {
    const pending = this.pending();
    if (pending && pending.key === key && pending.transfer !== transfer) {
      write(localStorage, this.#pendingName, { key, transfer });
    }
  }

  /** The outcome is known. */
  ended(key, transfer) {
    const pending = this.pending();
    if (pending && pending.key === key) {
      localStorage.setItem(this.#lastName, transfer);
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

/** Tells customers of one browser apart (FNV-1a, 64 bits) without leaving their names behind. */
function tag(customer) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(customer)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36);
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name));
  } catch {
    return null;
  }
}

function write(storage, name, value) {
  storage.setItem(name, JSON.stringify(value));
}
