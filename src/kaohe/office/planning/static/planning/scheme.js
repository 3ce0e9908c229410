'use strict';
// The editor of a scheme: cells open by click or Enter, Enter saves, Esc cancels, Tab goes on to the next one.
(() => {
  const scheme = () => document.getElementById('scheme');
  const cells = (row) => [...row.querySelectorAll('td[data-field]')];
  const rowOf = (code) => [...document.querySelectorAll('#scheme tr[data-code]')].find((row) => row.dataset.code === code);
  let opened = null; // what the open cell held before
  let next = null; // {code, field, open}: where to go after the swap

  const close = () => {
    if (!opened) return;
    const { cell, html } = opened;
    opened = null;
    cell.innerHTML = html;
    cell.focus();
  };
  const open = (cell) => {
    if (opened) close();
    const code = cell.closest('tr').dataset.code;
    opened = { cell, html: cell.innerHTML };
    const query = new URLSearchParams({ code, field: cell.dataset.field });
    window.htmx.ajax('GET', `${scheme().dataset.cellUrl}?${query}`, { target: cell, swap: 'innerHTML' });
  };
  const beside = (cell, step) => {
    const all = [...document.querySelectorAll('#scheme td[data-field]')];
    return all[all.indexOf(cell) + step];
  };
  const remember = (cell, isOpen) => {
    next = cell ? { code: cell.closest('tr').dataset.code, field: cell.dataset.field, open: isOpen } : null;
  };

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-cell-cancel]')) { close(); return; }
    const take = event.target.closest('[data-take]');
    if (take) {
      const field = take.closest('form').querySelector('[data-cell-input], #f-criterion');
      field.value = take.dataset.take;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.focus();
      return;
    }
    const jump = event.target.closest('[data-jump]');
    if (jump) {
      const row = rowOf(jump.dataset.jump);
      if (!row) return;
      event.preventDefault();
      const cell = row.querySelector(`td[data-field="${jump.dataset.jumpField || 'name'}"]`) || row.querySelector('td');
      row.scrollIntoView({ block: 'center' });
      cell.focus();
      return;
    }
    const menuButton = event.target.closest('[data-row-menu]');
    const menu = document.getElementById('row-menu');
    if (menuButton) { showMenu(menu, menuButton); return; }
    if (menu && !menu.hidden && !menu.contains(event.target)) menu.hidden = true;
    const cell = event.target.closest('td[data-field]');
    if (cell && !event.target.closest('form')) open(cell);
  });

  const showMenu = (menu, button) => {
    const row = button.closest('tr');
    menu.elements.code.value = row.dataset.code;
    menu.elements.seen.value = row.dataset.below;
    menu.hidden = false;
    const box = button.getBoundingClientRect();
    menu.style.top = `${Math.min(box.bottom, window.innerHeight - menu.offsetHeight - 8)}px`;
    menu.style.left = `${Math.max(8, box.right - menu.offsetWidth)}px`;
    menu.querySelector('button').focus();
    menu.dataset.from = row.dataset.code;
  };

  document.addEventListener('keydown', (event) => {
    const menu = document.getElementById('row-menu');
    if (event.key === 'Escape' && menu && !menu.hidden) {
      menu.hidden = true;
      rowOf(menu.dataset.from)?.querySelector('[data-row-menu]')?.focus();
      return;
    }
    const input = event.target.closest('[data-cell-input]');
    if (input) { inCell(event, input); return; }
    if (event.key === 'Escape' && opened) { close(); return; }
    if (event.key === 'Enter' && event.target.closest('#cell-form input')) { event.preventDefault(); return; }
    const cell = event.target.matches('td[data-field]') ? event.target : null;
    if (!cell) return;
    if (event.key === 'Enter' || event.key === 'F2') { event.preventDefault(); open(cell); }
    const row = cell.closest('tr');
    const other = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
    if (other) { event.preventDefault(); cells(other)[cells(row).indexOf(cell)]?.focus(); }
    if (event.key === 'ArrowRight') { event.preventDefault(); beside(cell, 1)?.focus(); }
    if (event.key === 'ArrowLeft') { event.preventDefault(); beside(cell, -1)?.focus(); }
  });

  const inCell = (event, input) => {
    const cell = input.closest('td');
    if (event.isComposing || !cell) return; // Enter of an input method chooses a word
    if (event.key === 'Escape') { event.preventDefault(); close(); return; }
    const isTab = event.key === 'Tab';
    if ((event.key === 'Enter' && !event.shiftKey) || isTab) {
      event.preventDefault();
      const to = isTab ? beside(cell, event.shiftKey ? -1 : 1) : cell;
      remember(to, isTab);
      if (isTab && input.value === input.defaultValueOf) { close(); if (to) open(to); return; }
      input.form.requestSubmit();
    }
  };

  document.addEventListener('htmx:afterSwap', (event) => {
    const input = document.querySelector('#cell-form [data-cell-input]');
    if (input && event.detail.target?.closest?.('td, #cell-form')) {
      if (input.defaultValueOf === undefined) { input.defaultValueOf = input.value; input.focus(); input.select?.(); }
    }
  });
  document.addEventListener('htmx:afterSettle', (event) => {
    if (event.detail.target?.id !== 'scheme' && event.detail.elt?.id !== 'scheme') return;
    opened = null;
    const goal = next || (scheme().dataset.focus ? { code: scheme().dataset.focus, field: 'name' } : null);
    next = null;
    const row = goal && rowOf(goal.code);
    const cell = row && (row.querySelector(`td[data-field="${goal.field}"]`) || row.querySelector('td[data-field]'));
    if (!cell) return;
    cell.focus({ preventScroll: false });
    if (goal.open) open(cell);
  });
  // A saved node closes its panel; the tree behind it is new.
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.successful && event.target.matches?.('[data-node-form]')) {
      const panel = document.getElementById('panel');
      if (panel?.classList.contains('show')) panel.querySelector('[data-bs-dismiss]')?.click();
      else if (!scheme()) window.history.back();
    }
  });
  // A finding of the YAML text puts the cursor into its line.
  document.addEventListener('click', (event) => {
    const line = event.target.closest('[data-line]');
    const area = document.getElementById('id_text');
    if (!line || !area) return;
    const lines = area.value.split('\n');
    const start = lines.slice(0, Number(line.dataset.line) - 1).join('\n').length + (Number(line.dataset.line) > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[Number(line.dataset.line) - 1] || '').length);
  });
})();
