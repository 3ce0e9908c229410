'use strict';
// Runs before the first paint, so that a dark page never flashes white.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const wanted = root.dataset.theme || 'auto';
    root.dataset.bsTheme = wanted === 'dark' || (wanted === 'auto' && dark.matches) ? 'dark' : 'light';
    document.dispatchEvent(new CustomEvent('kaohe:theme'));
  };
  dark.addEventListener('change', apply);
  document.addEventListener('kaohe:setting', apply);
  apply();
})();
