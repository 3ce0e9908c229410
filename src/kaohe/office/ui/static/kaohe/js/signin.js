'use strict';
// Accounts of a demonstration fill the form and sign in; a security key that does not answer is said.
(() => {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-login]');
    if (!button) return;
    const form = document.getElementById('sign-in');
    form.elements.login.value = button.dataset.login;
    form.elements.password.value = button.dataset.password;
    form.requestSubmit();
  });
  document.addEventListener('allauth.error', () => {
    const words = document.getElementById('toasts').dataset;
    document.dispatchEvent(new CustomEvent('toast', { detail: { text: words.key, level: 'error' } }));
  });
})();
