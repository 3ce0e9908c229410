'use strict';
// Forms: one submit at a time, a question before what cannot be undone, a bar for uploads, focus on what is wrong.
(() => {
  const buttons = (form) => [...form.querySelectorAll('button:not([type="button"]), input[type="submit"]')];
  const hold = (form) => {
    form.setAttribute('aria-busy', 'true');
    // After this turn, so that the name of the pressed button is sent along.
    setTimeout(() => buttons(form).forEach((button) => { button.disabled = true; }));
  };
  const release = (form) => {
    form.removeAttribute('aria-busy');
    setTimeout(() => buttons(form).forEach((button) => { button.disabled = false; }));
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.method !== 'post' || form.hasAttribute('data-download')) return;
    if (form.getAttribute('aria-busy') === 'true') {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    hold(form);
  }, true);
  window.addEventListener('pageshow', () => document.querySelectorAll('form[aria-busy]').forEach(release));
  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.target.closest?.('form');
    if (form) release(form);
  });

  // Uploads go by HTMX, which tells how far they are.
  document.addEventListener('htmx:load', (event) => {
    const part = event.detail.elt;
    part.querySelectorAll('form[enctype="multipart/form-data"]:not([hx-post])').forEach((form) => {
      form.setAttribute('hx-post', form.getAttribute('action') || window.location.pathname + window.location.search);
      form.setAttribute('hx-encoding', 'multipart/form-data');
      form.setAttribute('hx-target', 'body');
      window.htmx.process(form);
    });
    part.querySelector('[data-errors], .is-invalid')?.focus();
  });
  document.addEventListener('htmx:xhr:progress', (event) => {
    const form = event.target.closest?.('form[enctype="multipart/form-data"]');
    if (!form || !event.detail.lengthComputable) return;
    let bar = form.querySelector('progress');
    if (!bar) {
      bar = document.createElement('progress');
      bar.className = 'kaohe-progress';
      bar.setAttribute('aria-label', document.getElementById('toasts').dataset.sending);
      form.append(bar);
    }
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  });
})();
