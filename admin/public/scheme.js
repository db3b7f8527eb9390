// Puts the chosen colour scheme on the page before anything is painted, so that a dark console never flashes white.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('seqdb-mode');
  } catch {
    chosen = null; // storage is blocked: the system's scheme is used
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-scheme', dark ? 'dark' : 'light');
})();
