// The form: what is typed into it, and what is wrong with that. Knows nothing of the bank.

import { money, onSpoken, say, zero } from './say.js';
import { element, setError } from './screen.js';
import { minor } from './words.js';

const FIELDS = ['number', 'pin', 'amount', 'account', 'institution'];
const FIELD_OF_POINTER = {
  '/account': 'account', '/institution': 'institution', '/card/number': 'number',
  '/card/pin': 'pin', '/amount': 'amount', '/currency': 'account',
};

let account = null;

export function start() {
  element('number').addEventListener('input', group);
  element('redeem').addEventListener('input', word);
  for (const field of FIELDS) element(field).addEventListener('input', () => setError(field, ''));
  onSpoken(() => {
    for (const field of FIELDS) setError(field, '');
    word();
  });
}

/** The account that the form names, once the bank has told of it; null until then. */
export function useAccount(known) {
  account = known;
  element('currency').textContent = known ? `(${known.currency})` : '';
  word();
}

export function knownAccount() {
  return account;
}

/** Where to and from whom. */
export function routeTyped() {
  return { account: typed('account'), institution: typed('institution') };
}

/** Never over what the address or the customer has put there. */
export function prefill(known) {
  for (const field of ['account', 'institution']) {
    if (known[field] && !element(field).value) element(field).value = known[field];
  }
  word();
}

/** Opens the fields that are folded away when they have something to say. */
export function unfold() {
  if (!typed('account') || !typed('institution')) element('route').open = true;
}

export function clearCard() {
  for (const field of ['number', 'pin', 'amount']) element(field).value = '';
  element('whole').checked = true;
  word();
}

/** What is to be sent; null if something is wrong, which is then shown. */
export function wishTyped() {
  const number = typed('number').replace(/[\s-]/g, '');
  const amount = amountTyped();
  const errors = {
    number: /^\d{12,19}$/.test(number) ? '' : say('error.number'),
    pin: /^\d{4,12}$/.test(typed('pin')) ? '' : say('error.pin'),
    amount: Number.isNaN(amount) ? say('error.amount') : '',
    account: account ? '' : say(typed('account') ? 'error.account' : 'error.account_missing'),
    institution: typed('institution') ? '' : say('error.institution'),
  };
  for (const field of FIELDS) setError(field, errors[field]);
  const wrong = FIELDS.find((field) => errors[field] !== '');
  if (wrong) {
    if (errors.account || errors.institution) element('route').open = true;
    element(wrong).focus();
    return null;
  }
  const wish = {
    account: typed('account'),
    institution: typed('institution'),
    card: { number, pin: typed('pin') },
    currency: account.currency,
  };
  if (amount !== null) wish.amount = amount;
  return wish;
}

/** What the bank found wrong, at its fields and in our words. */
export function showErrors(errors) {
  for (const { pointer } of errors ?? []) {
    const field = FIELD_OF_POINTER[pointer];
    if (field) setError(field, say(`error.${field}`));
  }
}

/** Null for the whole balance, NaN for what is no amount. */
function amountTyped() {
  if (element('whole').checked || !account) return null;
  return minor(typed('amount'), account.currency) ?? NaN;
}

/** Words the button and the folded fields by what is typed. */
function word() {
  element('amount-box').hidden = element('whole').checked;
  const amount = amountTyped();
  element('press').textContent = element('whole').checked
    ? say('press.whole')
    : amount > 0 ? say('press.part', { amount: money(amount, account.currency) }) : say('press');
  element('amount').placeholder = account ? zero(account.currency) : '';
  element('issuer').textContent = typed('institution');
  element('route-said').textContent = typed('account') && typed('institution')
    ? say('form.route', { account: typed('account'), institution: typed('institution') })
    : say('form.route_missing');
}

/** Digits in groups of four, with the cursor behind the digit that it was behind. */
function group() {
  const field = element('number');
  const before = digitsOf(field.value.slice(0, field.selectionStart)).length;
  field.value = digitsOf(field.value).slice(0, 19).replace(/(\d{4})(?=\d)/g, '$1 ');
  let at = 0;
  for (let seen = 0; at < field.value.length && seen < before; at++) {
    if (field.value[at] !== ' ') seen++;
  }
  field.setSelectionRange(at, at);
}

function digitsOf(text) {
  return text.replace(/\D/g, '');
}

function typed(field) {
  return element(field).value.trim();
}
