// What is on the screen. Knows the page's elements and nothing of the bank.

import { dateAndTime, money, onSpoken, say, seconds } from './say.js';
import { stepTold, told } from './words.js';

export const element = (id) => document.getElementById(id);

/** Words again what is shown, after the language has changed. */
let retell = () => {};
let retellBalance = () => {};
onSpoken(() => {
  setNotice('');
  retell();
  retellBalance();
});

export function isFinal(transfer) {
  return ['completed', 'declined', 'reversed'].includes(transfer.status);
}

/** Shows one section and hides the others. */
export function show(id) {
  element('sign-in').hidden = id !== 'sign-in';
  element('sign-out').hidden = id === 'sign-in';
  element('home').hidden = id === 'sign-in';
  element('redeem').hidden = id !== 'redeem';
  element('outcome').hidden = id !== 'outcome';
}

/** Nothing is known yet. */
export function showWaiting(key) {
  retell = () => {
    tell({
      tone: 'wait',
      title: say(key),
      what: say('waiting.what'),
      where: say('waiting.where'),
      next: say('waiting.next'),
    });
    element('when').textContent = '';
    element('from').textContent = '';
    element('to').textContent = '';
  };
  retell();
  element('again').hidden = true;
  element('elapsed').hidden = true;
}

export function showTransfer(transfer) {
  retell = () => {
    tell(told(transfer));
    element('outcome').dataset.status = transfer.status;
    element('from').textContent = `${transfer.institution} ··${transfer.card.last4}`;
    element('to').textContent = transfer.account;
    element('when').textContent = dateAndTime(transfer.created_at);
  };
  retell();
  element('reference').textContent = transfer.id;
  element('details').hidden = false;
  element('again').hidden = !isFinal(transfer);
  element('elapsed').hidden = isFinal(transfer);
}

function tell({ tone, title, what, where, next }) {
  const section = element('outcome');
  section.dataset.tone = tone;
  delete section.dataset.status;
  if (element('title').textContent !== title) {
    element('title').textContent = title;
    element('title').focus({ preventScroll: true });
  }
  element('what').textContent = what;
  element('where').textContent = where;
  element('next').textContent = next;
}

export function showElapsed(began) {
  element('elapsed').textContent = seconds(Math.round((Date.now() - began) / 1000));
}

export function showBalance(account) {
  retellBalance = () => {
    element('money').hidden = !account;
    if (!account) return;
    element('balance-label').textContent = say('balance', { account: account.id });
    element('balance').textContent = money(account.balance, account.currency);
  };
  retellBalance();
}

export function showHistory(entries) {
  const items = entries.map((entry) => {
    const item = document.createElement('li');
    item.textContent = stepTold(entry);
    return item;
  });
  element('history').replaceChildren(...items);
}

export function setNotice(text) {
  element('notice').textContent = text;
  element('notice').hidden = text === '';
}

export function setError(field, text) {
  element(`${field}-error`).textContent = text;
  element(field).setAttribute('aria-invalid', text === '' ? 'false' : 'true');
}
