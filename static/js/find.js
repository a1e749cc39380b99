/* The search box works without this. With htmx it shows suggestions; the arrow keys go through them, Enter opens one. */
(function () {
  'use strict';
  document.querySelectorAll('input[data-find]').forEach(function (input) {
    var found = document.getElementById(input.id + '-found'), active = -1;
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', found.id);

    function options() { return Array.prototype.slice.call(found.querySelectorAll('[role=option]')); }
    function mark(index) {
      active = index;
      options().forEach(function (option, at) { option.setAttribute('aria-selected', String(at === index)); });
      if (index >= 0) { input.setAttribute('aria-activedescendant', options()[index].id); } else { input.removeAttribute('aria-activedescendant'); }
    }
    function close() {
      found.textContent = '';
      input.setAttribute('aria-expanded', 'false');
      mark(-1);
    }
    input.addEventListener('input', function () { if (!input.value.trim()) { close(); } });
    input.addEventListener('blur', close);
    found.addEventListener('htmx:afterSwap', function () {
      mark(-1);
      if (document.activeElement !== input || !input.value.trim()) { close(); return; }
      input.setAttribute('aria-expanded', String(options().length > 0));
    });
    found.addEventListener('mousedown', function (event) {
      var option = event.target.closest('[role=option]');
      event.preventDefault();
      if (option) { window.location.assign(option.dataset.href); }
    });
    input.addEventListener('keydown', function (event) {
      var all = options();
      if (!all.length) { return; }
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        mark(event.key === 'ArrowDown' ? (active + 1) % all.length : (active <= 0 ? all.length : active) - 1);
      } else if (event.key === 'Enter' && active >= 0) {
        event.preventDefault();
        window.location.assign(all[active].dataset.href);
      } else if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
  });
}());
