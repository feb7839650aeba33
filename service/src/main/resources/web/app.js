// The page: signs in, takes a press, follows it to its end. What is remembered is in wish.js, what
// is said in words.js.

import { Bank } from './bank.js';
import {
  element, isFinal, setError, setNotice, show, showBalance, showElapsed, showHistory, showTransfer,
  showWaiting,
} from './screen.js';
import { Memory } from './wish.js';
import { minor, refusals } from './words.js';

const TOKEN = 'banktransfer.token';
const FIELDS = ['account', 'institution', 'number', 'pin', 'amount'];
const FIELD_OF_POINTER = {
  '/account': 'account', '/institution': 'institution', '/card/number': 'number',
  '/card/pin': 'pin', '/amount': 'amount', '/currency': 'account',
};
const RETRY_MS = 2_000;
const LOOK_AGAIN_MS = 3_000;

let bank = null;
let memory = null;
let account = null;
/** The transfer that had ended last when the form was shown: see Memory.begin. */
let lastSeen = null;
/** Counts what is followed, so that an older follower falls silent. */
let following = 0;
let pressing = false;

// ---------------------------------------------------------------- signing in

function start() {
  takeFromAddress();
  element('sign-in').addEventListener('submit', signIn);
  element('redeem').addEventListener('submit', press);
  element('account').addEventListener('change', showAccount);
  element('again').addEventListener('click', goOn);
  element('sign-out').addEventListener('click', signOut);
  element('details').addEventListener('toggle', readHistory);
  const token = sessionStorage.getItem(TOKEN);
  if (token) enter(token);
  else showSignIn('');
}

/** A token in the fragment is never sent to a server; here it also leaves the address bar. */
function takeFromAddress() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const query = new URLSearchParams(location.search);
  if (fragment.get('token')) sessionStorage.setItem(TOKEN, fragment.get('token'));
  for (const field of ['account', 'institution']) {
    element(field).value = fragment.get(field) ?? query.get(field) ?? '';
  }
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
}

function signIn(event) {
  event.preventDefault();
  const token = element('token').value.trim();
  if (subjectOf(token) === null) {
    showSignIn('This is not a token.');
    return;
  }
  element('token').value = '';
  sessionStorage.setItem(TOKEN, token);
  enter(token);
}

function signOut() {
  sessionStorage.removeItem(TOKEN);
  location.assign(location.pathname);
}

function showSignIn(error) {
  following++;
  show('sign-in');
  element('token-error').textContent = error;
  element('sign-out').hidden = true;
}

/** Whose token it is, to keep customers of one browser apart. The bank alone judges the token. */
function subjectOf(token) {
  try {
    const part = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(atob(part)).sub ?? null;
  } catch {
    return null;
  }
}

function enter(token) {
  const subject = subjectOf(token);
  if (subject === null) {
    showSignIn('This is not a token.');
    return;
  }
  bank = new Bank(token);
  memory = new Memory(subject);
  memory.onChange(otherTabDid);
  element('sign-out').hidden = false;
  prefill(memory.typed());
  const pending = memory.pending();
  if (pending) {
    follow(pending, 'Finding out what became of your last press');
  } else if (memory.unseen()) {
    showEnded(memory.unseen(), 'Reading how it ended');
  } else {
    showForm('');
  }
}

function goOn() {
  memory.goOn();
  showForm('');
}

// ---------------------------------------------------------------- the form

/** Never over what the address or the customer has put there. */
function prefill(known) {
  for (const field of ['account', 'institution']) {
    if (known[field] && !element(field).value) element(field).value = known[field];
  }
}

function showForm(notice) {
  following++;
  lastSeen = memory.last();
  show('redeem');
  setNotice(notice);
  showAccount();
  lookAgain(following);
}

async function showAccount() {
  const id = element('account').value.trim();
  if (!id) return;
  const answer = await bank.account(id);
  if (answer.problem?.code === 'unauthenticated') {
    showSignIn('Please sign in again.');
    return;
  }
  account = answer.body ?? null;
  showBalance(account);
  setError('account', answer.problem ? 'There is no such account of yours.' : '');
}

/** While a press may still be on its way, it may turn up although the form is shown. */
async function lookAgain(mine) {
  while (mine === following && memory.pending()) {
    await pause(LOOK_AGAIN_MS);
    const pending = memory.pending();
    if (mine !== following || pressing || !pending) continue;
    const answer = await bank.ofKey(pending.key);
    if (mine === following && !pressing && answer.found && answer.body) {
      follow({ ...pending, transfer: answer.body.id }, 'Found it');
    }
  }
}

/** What is to be sent; null if something is wrong, which is then shown. */
function wishTyped() {
  const value = (field) => element(field).value.trim();
  const number = value('number').replace(/[\s-]/g, '');
  const amount = account ? minor(value('amount'), account.currency) : null;
  const errors = {
    account: !value('account') ? 'Which account?' : account ? '' : 'There is no such account of yours.',
    institution: value('institution') ? '' : 'Who holds the card?',
    number: /^\d{12,19}$/.test(number) ? '' : 'A card number has 12 to 19 digits.',
    pin: /^\d{4,12}$/.test(value('pin')) ? '' : '4 to 12 digits.',
    amount: Number.isNaN(amount) ? 'Not an amount.' : '',
  };
  for (const field of FIELDS) setError(field, errors[field]);
  const wrong = FIELDS.find((field) => errors[field] !== '');
  if (wrong) {
    element(wrong).focus();
    return null;
  }
  const wish = {
    account: value('account'),
    institution: value('institution'),
    card: { number, pin: value('pin') },
    currency: account.currency,
  };
  if (amount !== null) wish.amount = amount;
  return wish;
}

// ---------------------------------------------------------------- pressing

async function press(event) {
  event.preventDefault();
  if (pressing) return;
  pressing = true;
  element('press').disabled = true;
  try {
    if (!account) await showAccount();
    const wish = wishTyped();
    if (wish) await send(wish);
  } finally {
    pressing = false;
    element('press').disabled = false;
  }
}

async function send(wish) {
  const { pending, ended } = await memory.begin(wish, lastSeen).catch(() => ({}));
  if (!pending && !ended) {
    // Storage is full or forbidden: without a remembered key no press is safe.
    setNotice('This browser does not let the page remember the request, so nothing was sent.');
    return;
  }
  if (ended) {
    clearCard();
    showEnded(ended, 'Another tab has just finished this');
    return;
  }
  if (pending.transfer) {
    follow(pending, 'Your last press is still under way');
    return;
  }
  setNotice('Sending…');
  const answer = await bank.redeem(pending.key, wish);
  if (answer.body) {
    clearCard();
    memory.became(pending.key, answer.body.id);
    follow({ ...pending, transfer: answer.body.id }, 'Under way', answer.body);
  } else if (answer.lost) {
    follow(pending, 'The answer was lost. Finding out what became of your press');
  } else {
    refused(answer.problem, pending);
  }
}

/** The press began nothing. Its key is kept: an earlier copy of it may still be on its way. */
function refused(problem, pending) {
  if (problem.code === 'unauthenticated') {
    showSignIn('Please sign in again, then press once more.');
  } else if (problem.code === 'idempotency_key_reused') {
    follow(pending, 'You pressed before with other details. This is what became of that');
  } else if (problem.transfer) {
    follow({ transfer: problem.transfer }, refusals.transfer_in_progress);
  } else {
    setNotice(refusals[problem.code] ?? problem.title);
    for (const { pointer, detail } of problem.errors ?? []) {
      const field = FIELD_OF_POINTER[pointer];
      if (field) setError(field, detail);
    }
    lookAgain(following);
  }
}

function clearCard() {
  for (const field of ['number', 'pin', 'amount']) element(field).value = '';
}

// ---------------------------------------------------------------- following

/** Shows how a press goes until its outcome is known. */
async function follow(pending, title, known = null) {
  const mine = ++following;
  show('outcome');
  element('details').hidden = true;
  element('details').open = false;
  element('reference').textContent = '';
  showHistory([]);
  if (known) showTransfer(known);
  else showWaiting(title);
  const began = Date.now();
  const timer = setInterval(() => showElapsed(began), 1_000);
  try {
    const transfer = pending.transfer ?? await findTransfer(pending, mine);
    if (transfer === null || mine !== following) return;
    memory.became(pending.key, transfer);
    await untilFinal(pending.key, transfer, known, mine);
  } finally {
    clearInterval(timer);
  }
}

/** The transfer that the key has begun. Null if there is none yet: then the form is shown again. */
async function findTransfer(pending, mine) {
  while (mine === following) {
    const answer = await bank.ofKey(pending.key);
    if (mine !== following) return null;
    if (answer.found && answer.body) return answer.body.id;
    if (answer.found) {
      showForm('No transfer has begun yet. Press again: it is still the same request and is'
        + ' never taken twice.');
      return null;
    }
    if (isSignedOut(answer)) return null;
    showWaiting('No connection. Trying again; nothing is lost');
    await pause(RETRY_MS);
  }
  return null;
}

async function untilFinal(key, id, known, mine) {
  let transfer = known ?? (await bank.transfer(id)).body;
  while (mine === following && !(transfer && isFinal(transfer))) {
    if (transfer) showTransfer(transfer);
    readHistory();
    const answer = await bank.later(id);
    if (isSignedOut(answer)) return;
    if (answer.body) transfer = answer.body;
    else await pause(RETRY_MS);
  }
  if (transfer && isFinal(transfer)) memory.ended(key, transfer.id);
  if (mine !== following) return;
  clearCard();
  prefill(transfer);
  showTransfer(transfer);
  readHistory();
  showAccount();
}

function isSignedOut(answer) {
  const signedOut = answer.problem?.code === 'unauthenticated';
  if (signedOut) showSignIn('Please sign in again to see how it ended.');
  return signedOut;
}

function showEnded(id, title) {
  follow({ transfer: id }, title);
}

/** Another tab pressed, or heard of an outcome. */
function otherTabDid() {
  if (pressing) return;
  const pending = memory.pending();
  const isAtForm = !element('redeem').hidden;
  if (pending?.transfer && isAtForm) {
    clearCard();
    follow(pending, 'Another tab is redeeming');
  } else if (!pending && isAtForm && memory.last() && memory.last() !== lastSeen) {
    clearCard();
    showEnded(memory.last(), 'Another tab has just finished this');
  }
}

async function readHistory() {
  const id = element('reference').textContent;
  if (!element('details').open || !id) return;
  const answer = await bank.history(id);
  showHistory(answer.body?.data ?? []);
}

/** Until the time is over or the network is back. */
function pause(millis) {
  return new Promise((done) => {
    const timer = setTimeout(finish, millis);
    function finish() {
      clearTimeout(timer);
      removeEventListener('online', finish);
      done();
    }
    addEventListener('online', finish);
  });
}

start();
