// Lets the page start without a network. What keeps its files is sw.js; nothing else is kept.

export async function install() {
  if (!navigator.serviceWorker) return;
  // The page may make a script's address of this one text only.
  const policy = globalThis.trustedTypes?.createPolicy('service-worker', {
    createScriptURL: () => '/sw.js',
  });
  // Without it the page works as it does, as long as there is a network.
  await navigator.serviceWorker.register(policy?.createScriptURL('') ?? '/sw.js').catch(() => {});
}
