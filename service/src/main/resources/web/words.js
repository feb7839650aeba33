// What is said about a transfer, and above all where the money is. Pure: no page, no network.

import { digits, money, say, timeOfDay } from './say.js';

const TONES = {
  pending: 'wait', completed: 'good', declined: 'bad', reversing: 'wait', reversed: 'bad',
};

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

/** A transfer in words: how it looks, what happened, where the money is, what happens next. */
export function told(transfer) {
  const { status, account, institution, card, reason } = transfer;
  const values = { account, institution, last4: card.last4, amount: sum(transfer) };
  const because = reason ? say(`reason.${reason.code}`, values) || reason.message : '';
  return {
    tone: TONES[status] ?? 'wait',
    title: say(`${status}.title`, values) || status,
    what: because || say(`${status}.what`, values),
    where: say(`${status}.where`, values),
    next: say(`${status}.next`, values) || say(`reason.${reason?.code}.next`, values),
  };
}

/** The amount, if it is known. */
export function sum({ amount, currency }) {
  return amount === null ? say('whole_balance') : money(amount, currency);
}

/** Why a press began nothing. */
export function refusal(problem) {
  return say(`problem.${problem.code}`) || problem.title;
}

export function stepTold({ at, step, outcome }) {
  const did = `${timeOfDay(at)} ${say(`step.${step}`) || step}`;
  const came = say(`came.${outcome}`);
  return came ? `${did}: ${came}` : did;
}
