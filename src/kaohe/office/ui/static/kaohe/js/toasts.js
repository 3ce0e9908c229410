'use strict';
// Messages: those of the page, those an answer brings (HX-Trigger: toast), and failures of the line.
(() => {
  const tray = () => document.getElementById('toasts');
  const show = (element) => window.tabler.Toast.getOrCreateInstance(element).show();

  const say = (text, level) => {
    const toast = document.createElement('div');
    toast.className = `toast kaohe-toast-${level}`;
    toast.dataset.bsAutohide = level === 'success' || level === 'info' ? 'true' : 'false';
    const body = document.createElement('div');
    body.className = 'toast-body';
    const words = document.createElement('span');
    words.textContent = text;
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'btn-close';
    close.dataset.bsDismiss = 'toast';
    close.setAttribute('aria-label', tray().dataset.close);
    body.append(words, close);
    toast.append(body);
    tray().append(toast);
    show(toast);
  };

  document.addEventListener('htmx:load', () => tray()?.querySelectorAll('.toast:not(.show):not(.hide)').forEach(show));
  document.addEventListener('toast', (event) => say(event.detail.text, event.detail.level || 'success'));
  document.addEventListener('htmx:responseError', (event) => {
    const status = event.detail.xhr.status;
    say(status === 403 ? tray().dataset.refused : tray().dataset.failed, 'error');
  });
  for (const name of ['htmx:sendError', 'htmx:timeout']) {
    document.addEventListener(name, () => say(tray().dataset.offline, 'error'));
  }
})();
