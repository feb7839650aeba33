// What is said about a transfer, and above all where the money is. Pure: no page, no network.

/** Digits after the point, by ISO 4217. */
export function digits(currency) {
  return new Intl.NumberFormat('en', { style: 'currency', currency })
    .resolvedOptions().maximumFractionDigits;
}

/** Exact: written as a decimal, never divided. */
export function money(minor, currency) {
  const places = digits(currency);
  const text = String(Math.abs(minor)).padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const decimal = `${minor < 0 ? '-' : ''}${whole}.${text.slice(text.length - places)}0`;
  return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(decimal);
}

/** Minor units of what was typed: null if it is empty, NaN if it is no amount. */
export function minor(typed, currency) {
  const text = typed.trim().replace(',', '.');
  if (text === '') return null;
  const places = digits(currency);
  const match = /^(\d{1,13})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > places) return NaN;
  const whole = Number(match[1] + fraction.padEnd(places, '0'));
  return whole > 0 && Number.isSafeInteger(whole) ? whole : NaN;
}

/** A transfer in words: how it looks, what happened, where the money is. */
export function told(transfer) {
  const { status, account, institution, card, amount, currency, reason } = transfer;
  const sum = amount === null ? 'the balance' : money(amount, currency);
  const cardName = `your card ending in ${card.last4}`;
  switch (status) {
    case 'pending':
      return {
        tone: 'wait',
        title: 'Under way',
        what: `We have asked ${institution} for ${sum} and are waiting for its answer. You may close this page; it goes on.`,
        where: `Either still on ${cardName} or already handed to us. It ends in one of two ways: ${sum} is in your account, or ${cardName} is whole. Never both, never neither.`,
      };
    case 'completed':
      return {
        tone: 'good',
        title: `${capital(sum)} redeemed`,
        what: `${capital(sum)} came from ${cardName}.`,
        where: `In your account ${account}.`,
      };
    case 'declined':
      return {
        tone: 'bad',
        title: 'Declined',
        what: `${reason.message} ${advice[reason.code] ?? ''}`.trim(),
        where: `Where it was: on ${cardName}. No money moved.`,
      };
    case 'reversing':
      return {
        tone: 'wait',
        title: 'Not taken; being returned',
        what: reason.message,
        where: `On its way back to ${cardName}, if it had left it at all. Your account gets nothing, and you need do nothing: we ask ${institution} until it is done.`,
      };
    case 'reversed':
      return {
        tone: 'bad',
        title: 'Not taken',
        what: `${reason.message} ${advice[reason.code] ?? ''}`.trim(),
        where: `On ${cardName}: it was returned, or it was never charged. Your account got nothing.`,
      };
    default:
      return { tone: 'wait', title: status, what: '', where: 'Ask your bank.' };
  }
}

const advice = {
  wrong_pin: 'Check it and press again.',
  insufficient_funds: 'Ask for less, or leave the amount empty.',
  card_expired: 'Ask whoever holds the card.',
  card_blocked: 'Ask whoever holds the card.',
  refused_limit: 'Try a smaller amount, or another day.',
  refused_account: 'Ask your bank about the account.',
  never_arrived: 'You can press again.',
  timed_out: 'You can press again.',
};

/** Why a press began nothing, by the problem's code. */
export const refusals = {
  unavailable: 'We cannot take this right now. Nothing was sent. Please press again in a moment.',
  forbidden: 'This token may not do that. Nothing was sent.',
  too_many_requests: 'You have too much under way. Nothing was sent. Please press again in a moment.',
  invalid_request: 'Something is not as it should be. Nothing was sent.',
  account_unusable: 'This account cannot be used: it is not yours or not open. Nothing was sent.',
  currency_mismatch: 'The account holds another currency. Nothing was sent.',
  institution_unknown: 'We do not know who that is. Nothing was sent.',
  card_locked: 'Too many wrong PINs. To protect the card we do not ask for a while. Nothing was sent.',
  transfer_in_progress: 'This card has a transfer under way that is not settled yet. Nothing was sent. Wait until it is, then press again.',
};

const steps = {
  cash_out: 'asked for the money',
  ask_institution: 'asked what became of it',
  ask_ledger: 'looked into our books',
  credit: 'credited the account',
  void_credit: 'gave it up in our books',
  reverse: 'asked to return the money',
  book_reversal: 'booked the return',
  close: 'closed',
  wait: 'waiting to try again',
  park: 'a person looks after it',
};

export function stepTold(entry) {
  const time = new Date(entry.at).toLocaleTimeString();
  return `${time}: ${steps[entry.step] ?? entry.step} (${entry.outcome.replaceAll('_', ' ')})`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
