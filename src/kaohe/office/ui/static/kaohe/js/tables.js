'use strict';
// Lists: the address without empty words, and the choice of columns, kept in a cookie that the server reads.
(() => {
  document.addEventListener('htmx:configRequest', (event) => {
    if (!event.target.matches('.kaohe-filters')) return;
    const asked = event.detail.parameters;
    for (const name of Object.keys(asked)) if (asked[name] === '') delete asked[name];
  });

  document.addEventListener('change', (event) => {
    const menu = event.target.closest('[data-columns]');
    if (!menu) return;
    event.stopPropagation();
    const keys = [...menu.querySelectorAll('input:checked')].map((box) => box.value);
    if (!keys.length) {
      event.target.checked = true;
      return;
    }
    const name = menu.dataset.columns;
    document.cookie = `${name}=${keys.join('.')};path=/;max-age=31536000;samesite=lax`;
    const id = menu.closest('.kaohe-list').id;
    window.htmx.ajax('GET', window.location.href, { target: `#${id}`, swap: 'outerHTML' });
  }, true);
})();
