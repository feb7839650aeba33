// Server-sent events out of a stream, as far as the bank uses them (HTML standard, section 9.2.6):
// the data of each event, one line of it.

/** Longer than the bank is ever silent: it says every ten seconds that it lives. */
const SILENCE_MS = 25_000;

/**
 * @param stream of bytes
 * @param controller is aborted when nothing has been heard for too long
 */
export async function* eventsOf(stream, controller) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const timer = setTimeout(() => controller.abort(), SILENCE_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) {
      const data = fieldOf(event, 'data');
      if (data) yield data;
    }
  }
}

/** The first line of a field is all there is of it. */
function fieldOf(event, name) {
  const line = event.split('\n').find((each) => each.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}
