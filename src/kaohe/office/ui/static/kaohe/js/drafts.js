'use strict';
// Half-filled forms (data-draft) are kept in this browser for the account and the address, offered again, and dropped
// when the office says that the form was taken (cookie kaohe-done) or the account signs out.
(() => {
  const PREFIX = 'kaohe-draft:';
  const DAYS = 7;
  const NOT_KEPT = ['csrfmiddlewaretoken', 'once', 'revision'];
  const account = () => document.body.dataset.account;
  const keyOf = (form) => `${PREFIX}${account()}:${form.dataset.draft || form.getAttribute('action') || location.pathname}`;
  const kept = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = (key, draft) => { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or forbidden */ } };
  const ours = (of) => Object.keys(localStorage).filter((key) => key.startsWith(of));
  const controls = (form) => [...form.elements].filter((c) => c.name && !NOT_KEPT.includes(c.name)
    && !['hidden', 'password', 'file', 'submit', 'button', 'fieldset'].includes(c.type));
  const values = (form) => controls(form).map((c) => [c.name, c.type === 'checkbox' || c.type === 'radio' ? [c.value, c.checked]
    : c.multiple ? [...c.selectedOptions].map((o) => o.value) : c.value]);
  const fill = (form, wanted) => controls(form).forEach((control, n) => {
    const [name, value] = wanted[n] || [];
    if (name !== control.name) return;
    if (control.type === 'checkbox' || control.type === 'radio') control.checked = value[1];
    else if (control.multiple) [...control.options].forEach((o) => { o.selected = value.includes(o.value); });
    else control.value = value;
  });

  const forget = () => {
    const done = /(?:^|; )kaohe-done=([^;]+)/.exec(document.cookie)?.[1];
    if (done) {
      ours(PREFIX).filter((key) => kept(key)?.token === done).forEach((key) => localStorage.removeItem(key));
      document.cookie = 'kaohe-done=;path=/;max-age=0;samesite=lax';
    }
    const oldest = Date.now() - DAYS * 86400000;
    ours(PREFIX).filter((key) => !(kept(key)?.at > oldest)).forEach((key) => localStorage.removeItem(key));
  };

  const offer = (form, key, draft) => {
    const words = document.getElementById('toasts').dataset;
    const bar = document.createElement('div');
    bar.className = 'alert alert-info';
    bar.setAttribute('role', 'status');
    const text = document.createElement('div');
    text.textContent = words.draft.replace('{when}', new Date(draft.at).toLocaleString(document.documentElement.lang));
    const button = (label, css, act) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = `btn ${css}`;
      made.textContent = label;
      made.addEventListener('click', () => { act(); bar.remove(); });
      return made;
    };
    bar.append(
      text,
      button(words.take, 'btn-primary', () => {
        fill(form, draft.values);
        form.dispatchEvent(new Event('change', { bubbles: true }));
        controls(form)[0]?.focus();
      }),
      button(words.drop, '', () => localStorage.removeItem(key)),
    );
    form.before(bar);
  };

  const watch = (form) => {
    if (form.dataset.watched) return;
    form.dataset.watched = 'yes';
    const key = keyOf(form);
    const draft = kept(key);
    const before = JSON.stringify(values(form));
    if (draft && JSON.stringify(draft.values) !== before && !form.querySelector('[data-errors], .is-invalid')) offer(form, key, draft);
    let waiting = 0;
    const save = () => keep(key, { at: Date.now(), values: values(form), token: form.elements.once?.value });
    form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(save, 300); });
    form.addEventListener('submit', () => { clearTimeout(waiting); save(); });
  };

  document.addEventListener('htmx:load', (event) => {
    forget();
    if (account()) event.detail.elt.querySelectorAll('form[data-draft]').forEach(watch);
  });
  document.addEventListener('htmx:afterRequest', forget);
  document.addEventListener('submit', (event) => {
    if (event.target.hasAttribute('data-sign-out')) ours(`${PREFIX}${account()}:`).forEach((key) => localStorage.removeItem(key));
  });
})();
