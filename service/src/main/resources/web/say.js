// The page's language: its words, one bundle each, and its way with amounts and dates. The browser's
// language chooses, until the customer does; that choice lasts as long as the tab.

const LANGUAGES = ['en', 'de'];
const CHOICE = 'banktransfer.language';

const listeners = [];
let words = {};
let locale = 'en';

/** The customer's choice, or the first of the browser's languages that we speak. */
export function languageWanted() {
  const choice = sessionStorage.getItem(CHOICE);
  const wanted = [choice, ...navigator.languages].map((tag) => (tag ?? '').split('-')[0]);
  return wanted.find((language) => LANGUAGES.includes(language)) ?? LANGUAGES[0];
}

/** Puts the page into a language. If its words cannot be had, the page stays as it is. */
export async function speak(language) {
  const answer = await fetch(`/messages/${language}.json`).catch(() => null);
  if (!answer?.ok) return;
  words = await answer.json();
  locale = navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
  document.documentElement.lang = language;
  document.title = `${say('title')} · BankTransfer`;
  for (const each of document.querySelectorAll('[data-say]')) each.textContent = say(each.dataset.say);
  for (const each of document.querySelectorAll('[data-say-label]')) {
    each.setAttribute('aria-label', say(each.dataset.sayLabel));
  }
  for (const listener of listeners) listener();
}

export async function switchTo(language) {
  sessionStorage.setItem(CHOICE, language);
  await speak(language);
}

/** Calls back each time the page has come into a language, to word again what is on the screen. */
export function onSpoken(listener) {
  listeners.push(listener);
}

/** The words of a key, with what belongs into the braces; empty if there are none. */
export function say(key, values = {}) {
  return (words[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

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
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimal);
}

/** How an amount is typed, to show in an empty field. */
export function zero(currency) {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits(currency) }).format(0);
}

export function dateAndTime(text) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
    .format(new Date(text));
}

export function timeOfDay(text) {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(new Date(text));
}

export function seconds(count) {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'second' }).format(count);
}
