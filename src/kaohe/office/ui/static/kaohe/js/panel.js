'use strict';
// The side panel: filled by links with data-panel; forms in it stay in it; Esc closes it, and focus goes back.
(() => {
  let opener = null;
  let address = '';
  const panel = () => document.getElementById('panel');
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  const mark = (row) => {
    document.querySelectorAll('.kaohe-open').forEach((other) => other.classList.remove('kaohe-open'));
    row?.classList.add('kaohe-open');
  };

  const open = async (link) => {
    opener = link;
    address = link.getAttribute('href');
    panel().dataset.address = address;
    mark(link.closest('tr'));
    await window.htmx.ajax('GET', address, { target: '#panel-body', swap: 'innerHTML show:none' });
    if (document.getElementById('panel-title')) window.tabler.Offcanvas.getOrCreateInstance(panel()).show();
  };

  document.addEventListener('click', (event) => {
    if (!isPlain(event) || event.defaultPrevented) return;
    const link = event.target.closest('a[data-panel]');
    if (link && panel()) {
      event.preventDefault();
      open(link);
      return;
    }
    const row = event.target.closest('tr[data-row]');
    if (!row || event.target.closest('a, button, input, select, label, summary')) return;
    if (!window.getSelection().isCollapsed) return;
    row.querySelector('.kaohe-row-link')?.click();
  });

  // A form in the panel is sent from the panel's address and answered in the panel.
  const keepInside = (form) => {
    const target = form.getAttribute('action') || address;
    form.setAttribute('hx-post', target);
    form.setAttribute('hx-target', '#panel-body');
    if (form.enctype === 'multipart/form-data') form.setAttribute('hx-encoding', 'multipart/form-data');
    window.htmx.process(form);
  };

  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target.id !== 'panel-body') return;
    event.detail.target
      .querySelectorAll('form[method="post"]:not([hx-post]):not([data-whole-page])')
      .forEach(keepInside);
    event.detail.target
      .querySelectorAll('form[data-whole-page]:not([action])')
      .forEach((form) => form.setAttribute('action', address));
    (event.detail.target.querySelector('[data-errors]') || document.getElementById('panel-title'))?.focus();
  });

  // A whole page that comes where a part was asked for takes the place of the whole page.
  document.addEventListener('htmx:beforeSwap', (event) => {
    if (/^\s*<!doctype html/i.test(event.detail.serverResponse) && event.detail.target !== document.body) {
      event.detail.target = document.body;
      event.detail.swapOverride = 'innerHTML';
    }
  });

  document.addEventListener('shown.bs.offcanvas', (event) => {
    if (event.target.id === 'panel') document.getElementById('panel-title')?.focus();
  });
  document.addEventListener('hidden.bs.offcanvas', (event) => {
    if (event.target.id !== 'panel') return;
    mark(null);
    if (opener?.isConnected) opener.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && panel()?.classList.contains('show') && !event.defaultPrevented) {
      window.tabler.Offcanvas.getOrCreateInstance(panel()).hide();
    }
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && isPlain(event)) {
      const search = document.querySelector('[data-search]');
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });
})();
