'use strict';
// Appearance and density: kept in a cookie, which the server reads when it draws the next page.
(() => {
  const ATTRIBUTE = { 'kaohe-theme': 'theme', 'kaohe-density': 'density' };
  document.addEventListener('change', (event) => {
    const control = event.target.closest('[data-remember]');
    if (!control) return;
    document.cookie = `${control.name}=${control.value};path=/;max-age=31536000;samesite=lax`;
    document.documentElement.dataset[ATTRIBUTE[control.name]] = control.value;
    document.dispatchEvent(new CustomEvent('kaohe:setting'));
  });
})();
