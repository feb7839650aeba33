// What is on the screen. Knows the page's elements and nothing of the bank.

import { money, stepTold, told } from './words.js';

export const element = (id) => document.getElementById(id);

export function isFinal(transfer) {
  return ['completed', 'declined', 'reversed'].includes(transfer.status);
}

/** Shows one section and hides the others. */
export function show(id) {
  for (const section of ['sign-in', 'redeem', 'outcome']) element(section).hidden = section !== id;
}

/** Nothing is known yet. */
export function showWaiting(title) {
  tell({
    tone: 'wait',
    title: `${title}…`,
    what: 'Please stay, or come back later: this page remembers the request.',
    where: 'We will tell you as soon as the bank has told us. It is never taken twice.',
  });
  element('again').hidden = true;
  element('elapsed').hidden = true;
}

export function showTransfer(transfer) {
  tell(told(transfer));
  element('outcome').dataset.status = transfer.status;
  element('reference').textContent = transfer.id;
  element('details').hidden = false;
  element('again').hidden = !isFinal(transfer);
  element('elapsed').hidden = isFinal(transfer);
}

function tell({ tone, title, what, where }) {
  const section = element('outcome');
  section.classList.remove('good', 'bad', 'wait');
  section.classList.add(tone);
  delete section.dataset.status;
  if (element('title').textContent !== title) {
    element('title').textContent = title;
    element('title').focus({ preventScroll: true });
  }
  element('what').textContent = what;
  element('where').textContent = where;
}

export function showElapsed(began) {
  element('elapsed').textContent = `${Math.round((Date.now() - began) / 1000)} s`;
}

export function showBalance(account) {
  element('currency').textContent = account ? `in ${account.currency}` : '';
  element('balance').hidden = !account;
  if (account) {
    element('balance').textContent = `${account.id}: ${money(account.balance, account.currency)}`;
  }
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
