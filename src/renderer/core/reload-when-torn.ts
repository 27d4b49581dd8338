/** Between two of these reloads, in milliseconds: a part that cannot be had at all must not reload the page for ever. */
const least = 30_000;
const key = 'blockyard.reloaded';

/**
 * A part of the page that is loaded when it is needed may not come: Chromium drops what is on its way whenever a network of
 * this machine changes, which is what a stack that comes up does. Browsers remember that failure, so the page is loaded anew;
 * where one was is in its address.
 */
export function reloadWhenTorn(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(key) ?? 0);
    if (Date.now() - last < least) return;
    sessionStorage.setItem(key, String(Date.now()));
    location.reload();
  });
}
