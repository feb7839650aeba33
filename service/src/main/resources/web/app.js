// The page: signs in, takes a press, follows it to its end. What is remembered is in wish.js, what
// is typed in form.js, what is said in words.js.

import { Bank } from './bank.js';
import * as form from './form.js';
import { install } from './install.js';
import { hidePast, showPast, start as startPast } from './past.js';
import { languageWanted, say, speak, switchTo } from './say.js';
import {
  element, isFinal, setError, setNotice, show, showBalance, showElapsed, showHistory, showTransfer,
  showWaiting,
} from './screen.js';
import { Memory } from './wish.js';
import { refusal } from './words.js';

const TOKEN = 'banktransfer.token';
const RETRY_MS = 2_000;
const LOOK_AGAIN_MS = 3_000;

let bank = null;
let memory = null;
/** The transfer that had ended last when the form was shown: see Memory.begin. */
let lastSeen = null;
/** Aborted when the customer turns to something else, so that who follows the last falls silent. */
let following = new AbortController();
let pressing = false;

// ---------------------------------------------------------------- signing in

async function start() {
  takeFromAddress();
  element('sign-in').addEventListener('submit', signIn);
  element('redeem').addEventListener('submit', press);
  element('account').addEventListener('change', showAccount);
  element('again').addEventListener('click', goOn);
  element('sign-out').addEventListener('click', signOut);
  element('details').addEventListener('toggle', readHistory);
  element('language').addEventListener('change', () => switchTo(element('language').value));
  for (const event of ['online', 'offline']) addEventListener(event, networkChanged);
  form.start();
  startPast((id) => follow({ transfer: id }, 'waiting.reading'));
  element('language').value = languageWanted();
  await speak(languageWanted());
  networkChanged();
  const token = sessionStorage.getItem(TOKEN);
  if (token) enter(token);
  else showSignIn('');
  await install();
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
    showSignIn('sign_in.no_token');
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

function showSignIn(why) {
  leave();
  show('sign-in');
  element('token-error').textContent = say(why);
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
    showSignIn('sign_in.no_token');
    return;
  }
  bank = new Bank(token);
  memory = new Memory(subject);
  memory.onChange(otherTabDid);
  form.prefill(memory.typed());
  goHome();
  showAccount();
}

/** What is open comes first, then what the customer has not seen the end of, then the form. */
function goHome() {
  const pending = memory.pending();
  if (pending) follow(pending, 'waiting.finding_out');
  else if (memory.unseen()) showEnded(memory.unseen(), 'waiting.reading');
  else showForm('');
}

function goOn() {
  memory.goOn();
  goHome();
}

/** @returns a signal for whatever is shown now, aborted when that is left */
function leave() {
  following.abort();
  following = new AbortController();
  return following.signal;
}

// ---------------------------------------------------------------- the form

function showForm(notice) {
  const left = leave();
  lastSeen = memory.last();
  show('redeem');
  setNotice(notice);
  form.unfold();
  lookAgain(left);
}

/** @returns false if the bank could not be asked */
async function showAccount() {
  const { account: id, institution } = form.routeTyped();
  if (!id) return true;
  const answer = await bank.account(id);
  if (id !== form.routeTyped().account) return true;
  if (answer.lost) return false;
  if (answer.problem?.code === 'unauthenticated') {
    showSignIn('sign_in.again');
    return true;
  }
  form.useAccount(answer.body ?? null);
  showBalance(answer.body ?? null);
  setError('account', answer.problem ? say('error.account') : '');
  if (answer.body) {
    memory.use({ account: id, institution });
    await showPast(bank, id);
  } else {
    hidePast();
  }
  return true;
}

function networkChanged() {
  element('offline').hidden = navigator.onLine;
  if (navigator.onLine && bank && !form.knownAccount()) showAccount();
}

/** While a press may still be on its way, it may turn up although the form is shown. */
async function lookAgain(left) {
  while (!left.aborted && memory.pending()) {
    await pause(LOOK_AGAIN_MS);
    const pending = memory.pending();
    if (left.aborted || pressing || !pending) continue;
    const answer = await bank.ofKey(pending.key);
    if (!left.aborted && !pressing && answer.found && answer.body) {
      follow({ ...pending, transfer: answer.body.id }, 'waiting.reading');
    }
  }
}

// ---------------------------------------------------------------- pressing

async function press(event) {
  event.preventDefault();
  if (pressing) return;
  pressing = true;
  element('press').disabled = true;
  try {
    if (!navigator.onLine || (!form.knownAccount() && !await showAccount())) {
      setNotice(say('notice.offline'));
      return;
    }
    const wish = form.wishTyped();
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
    setNotice(say('notice.no_memory'));
    return;
  }
  if (ended) {
    form.clearCard();
    showEnded(ended, 'waiting.other_tab');
    return;
  }
  if (pending.transfer) {
    follow(pending, 'waiting.reading');
    return;
  }
  setNotice(say('notice.sending'));
  const answer = await bank.redeem(pending.key, wish);
  if (answer.body) {
    form.clearCard();
    memory.became(pending.key, answer.body.id);
    showAccount();
    follow({ ...pending, transfer: answer.body.id }, 'waiting.reading', answer.body);
  } else if (answer.lost) {
    follow(pending, 'waiting.answer_lost');
  } else {
    refused(answer.problem, pending);
  }
}

/** The press began nothing. Its key is kept: an earlier copy of it may still be on its way. */
function refused(problem, pending) {
  if (problem.code === 'unauthenticated') {
    showSignIn('sign_in.again');
  } else if (problem.code === 'idempotency_key_reused') {
    follow(pending, 'waiting.first_press');
  } else if (problem.transfer) {
    follow({ transfer: problem.transfer }, 'waiting.in_progress');
  } else {
    setNotice(refusal(problem));
    form.showErrors(problem.errors);
    lookAgain(following.signal);
  }
}

// ---------------------------------------------------------------- following

/** Shows how a press goes until its outcome is known. */
async function follow(pending, title, known = null) {
  const left = leave();
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
    const transfer = pending.transfer ?? await findTransfer(pending, left);
    if (transfer === null || left.aborted) return;
    memory.became(pending.key, transfer);
    await untilFinal(pending.key, transfer, known, left);
  } finally {
    clearInterval(timer);
  }
}

/** The transfer that the key has begun. Null if there is none yet: then the form is shown again. */
async function findTransfer(pending, left) {
  while (!left.aborted) {
    const answer = await bank.ofKey(pending.key);
    if (left.aborted) return null;
    if (answer.found && answer.body) return answer.body.id;
    if (answer.found) {
      showForm(say('notice.press_again'));
      return null;
    }
    if (isSignedOut(answer)) return null;
    showWaiting('waiting.no_connection');
    await pause(RETRY_MS);
  }
  return null;
}

/** By the stream of events; where that cannot be had, by asking again and again. */
async function untilFinal(key, id, known, left) {
  let transfer = known;
  let mayStream = true;
  const heard = (now) => {
    transfer = now;
    if (left.aborted || isFinal(now)) return;
    showTransfer(now);
    readHistory();
  };
  if (known) heard(known);
  while (!left.aborted && !(transfer && isFinal(transfer))) {
    await lookedAt();
    const away = lookedAway(left);
    const answer = mayStream
      ? await bank.watch(id, heard, away)
      : await (transfer ? bank.later(id) : bank.transfer(id));
    if (left.aborted) break;
    if (away.aborted && !answer.body) continue;
    if (isSignedOut(answer)) return;
    if (answer.body) {
      heard(answer.body);
    } else if (mayStream) {
      mayStream = false;
    } else {
      await pause(RETRY_MS);
      mayStream = true;
    }
  }
  if (transfer && isFinal(transfer)) memory.ended(key, transfer.id);
  if (left.aborted) return;
  form.clearCard();
  form.prefill(transfer);
  showTransfer(transfer);
  readHistory();
  showAccount();
}

/**
 * Until the customer looks at this tab. A browser has few connections to one bank: many tabs that
 * listen, unseen, would leave it none to ask with.
 */
function lookedAt() {
  return new Promise((done) => {
    if (document.hidden) document.addEventListener('visibilitychange', done, { once: true });
    else done();
  });
}

/** A signal that the customer has turned to another tab, or left what is shown here. */
function lookedAway(left) {
  const away = new AbortController();
  document.addEventListener('visibilitychange', () => away.abort(), { once: true, signal: left });
  return AbortSignal.any([left, away.signal]);
}

function isSignedOut(answer) {
  const signedOut = answer.problem?.code === 'unauthenticated';
  if (signedOut) showSignIn('sign_in.again');
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
    form.clearCard();
    follow(pending, 'waiting.other_tab');
  } else if (!pending && isAtForm && memory.last() && memory.last() !== lastSeen) {
    form.clearCard();
    showEnded(memory.last(), 'waiting.other_tab');
  }
}

async function readHistory() {
  const id = element('reference').textContent;
  if (!element('details').open || !id) return;
  const answer = await bank.history(id);
  if (answer.body && id === element('reference').textContent) showHistory(answer.body.data);
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
