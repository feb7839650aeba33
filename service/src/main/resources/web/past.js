// The customer's transfers of the account, newest first, a page at a time.

import { dateAndTime, onSpoken, say } from './say.js';
import { element } from './screen.js';
import { sum } from './words.js';

let bank = null;
let account = null;
let open = () => {};
let shown = [];
let cursor = null;
/** Counts what is read, so that an older answer changes nothing. */
let reading = 0;

/** @param onOpen gets the id of a transfer that the customer wants to see */
export function start(onOpen) {
  open = onOpen;
  element('more').addEventListener('click', () => read(cursor));
  onSpoken(draw);
}

/** Shows the newest of an account. What the bank cannot tell now, stays as it was. */
export async function showPast(ofBank, ofAccount) {
  if (account !== ofAccount) shown = [];
  bank = ofBank;
  account = ofAccount;
  await read(null);
}

export function hidePast() {
  reading++;
  account = null;
  shown = [];
  element('past').hidden = true;
}

async function read(from) {
  const mine = ++reading;
  const answer = await bank.transfers(account, from);
  if (mine !== reading || !answer.body) return;
  shown = from ? [...shown, ...answer.body.data] : answer.body.data;
  cursor = answer.body.next_cursor;
  draw();
}

function draw() {
  element('past').hidden = account === null;
  element('past-none').hidden = shown.length > 0;
  element('more').hidden = cursor === null;
  element('past-list').replaceChildren(...shown.map(row));
}

function row(transfer) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.status = transfer.status;
  button.append(
    cell('who', say('past.card', { last4: transfer.card.last4 })),
    cell('sum', sum(transfer)),
    cell('date', dateAndTime(transfer.created_at)),
    cell('status', say(`${transfer.status}.word`) || transfer.status),
  );
  button.addEventListener('click', () => open(transfer.id));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function cell(name, text) {
  const span = document.createElement('span');
  span.className = name;
  span.textContent = text;
  return span;
}
