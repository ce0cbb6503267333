// Runs before the first paint, so that a dark screen never flashes white.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('fettle-color-scheme') ?? 'auto';
  } catch {
    // Storage may be forbidden; then the system's choice holds.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
