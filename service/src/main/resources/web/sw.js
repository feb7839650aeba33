// Keeps the files of the page, so that it starts without a network, and of one version together.
// What the bank answers is never kept: this does not even look at it.
//
// SHELL is written above this by the program: {version, files}.

const NAME = `banktransfer-${SHELL.version}`;

addEventListener('install', (event) => event.waitUntil(keep()));
addEventListener('activate', (event) => event.waitUntil(takeOver()));
addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method === 'GET' && origin === location.origin && SHELL.files.includes(pathname)) {
    event.respondWith(kept(pathname, event.request));
  }
});

async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(SHELL.files.map((file) => new Request(file, { cache: 'reload' })));
  await skipWaiting();
}

async function takeOver() {
  const older = (await caches.keys()).filter((name) => name !== NAME);
  await Promise.all(older.map((name) => caches.delete(name)));
  await clients.claim();
}

async function kept(file, request) {
  const cache = await caches.open(NAME);
  return await cache.match(file) ?? fetch(request);
}
