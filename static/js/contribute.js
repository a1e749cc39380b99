/* The entry forms work without this. It offers places while somebody types, narrows long lists, hides what
   an answer makes pointless, and asks before what was typed is lost. */
(function () {
  'use strict';
  var form = document.querySelector('form.entry');
  if (!form) { return; }

  /* Places: a list under the field, by keyboard or pointer. The text alone is what is sent. */
  function combobox(input) {
    var list = document.createElement('ul');
    var wrap = document.createElement('div');
    var found = [], active = -1, timer = 0, asked = 0;
    wrap.className = 'combo';
    input.parentNode.insertBefore(wrap, input);
    wrap.appendChild(input);
    list.id = input.id + '-list';
    list.className = 'listbox';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', (input.labels[0] || input).textContent.trim());
    list.hidden = true;
    wrap.appendChild(list);
    input.setAttribute('aria-controls', list.id);

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }
    function mark(index) {
      active = index;
      Array.prototype.forEach.call(list.children, function (item, at) { item.setAttribute('aria-selected', String(at === index)); });
      if (index >= 0) { input.setAttribute('aria-activedescendant', list.children[index].id); }
    }
    function choose(index) {
      input.value = found[index].label;
      close();
    }
    function show(places) {
      found = places;
      list.textContent = '';
      places.forEach(function (place, index) {
        var item = document.createElement('li'), name = document.createElement('b'), detail = document.createElement('span');
        item.id = list.id + '-' + index;
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', 'false');
        name.textContent = place.label;
        detail.className = 'meta';
        detail.textContent = place.detail;
        item.appendChild(name);
        item.appendChild(detail);
        item.addEventListener('mousedown', function (event) { event.preventDefault(); choose(index); });
        list.appendChild(item);
      });
      list.hidden = !places.length;
      input.setAttribute('aria-expanded', String(places.length > 0));
    }
    function ask() {
      var mine = ++asked, typed = input.value.trim();
      if (!typed) { close(); return; }
      fetch(form.dataset.placesUrl + '?q=' + encodeURIComponent(typed), {headers: {Accept: 'application/json'}})
        .then(function (answer) { return answer.ok ? answer.json() : {places: []}; })
        .then(function (data) { if (mine === asked && document.activeElement === input) { show(data.places); } })
        .catch(close);
    }
    input.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(ask, 150); });
    input.addEventListener('blur', close);
    input.addEventListener('keydown', function (event) {
      if (list.hidden) { return; }
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        mark((active + (event.key === 'ArrowDown' ? 1 : found.length - 1 + (active < 0 ? 1 : 0))) % found.length);
      } else if (event.key === 'Enter' && active >= 0) {
        event.preventDefault();
        choose(active);
      } else if (event.key === 'Escape') {
        close();
      }
    });
  }

  /* A long list to choose from: a field above it narrows it. */
  function narrow(select) {
    var all = Array.prototype.slice.call(select.options);
    if (all.length < 8) { return; }
    var box = document.createElement('input');
    box.type = 'search';
    box.className = 'filterbox';
    box.placeholder = '…';
    box.setAttribute('aria-label', (select.labels[0] || select).textContent.trim() + ' …');
    box.setAttribute('autocomplete', 'off');
    select.parentNode.insertBefore(box, select);
    box.addEventListener('input', function () {
      var typed = box.value.trim().toLowerCase(), chosen = select.value;
      var kept = all.filter(function (option) {
        return !option.value || option.value === chosen || option.textContent.toLowerCase().indexOf(typed) >= 0;
      });
      select.replaceChildren.apply(select, kept);
      if (typed && !chosen && kept.length === 2) { select.value = kept[1].value; } else { select.value = chosen; }
    });
    box.addEventListener('keydown', function (event) { if (event.key === 'Enter') { event.preventDefault(); } });
  }

  /* Fields that only one answer needs. */
  function shownBy(block) {
    var tick = document.getElementById(block.dataset.shownBy), place = document.getElementById('id_place');
    if (!tick) { return; }
    function follow() {
      block.hidden = !tick.checked;
      if (place) {
        var field = place.closest('.field');
        if (field) { field.hidden = tick.checked; }
      }
    }
    tick.addEventListener('change', follow);
    follow();
  }

  function foundation(basis) {
    var claim = basis.closest('.claim');
    if (!claim) { return; }
    function field(name) {
      var control = claim.querySelector('[name="' + basis.dataset.basis + '-' + name + '"]');
      return control && control.closest('.field');
    }
    var reasoning = field('reasoning');
    function follow() {
      var text = reasoning && reasoning.querySelector('textarea');
      if (reasoning) { reasoning.hidden = (basis.value === 'stated' || basis.value === 'calculated') && !text.value; }
    }
    basis.addEventListener('change', follow);
    follow();
  }

  /* Before a code is chosen, and where it is blank for a reason, there is nothing to be known about. */
  function claimed(select) {
    var claim = select.closest('.claim');
    function follow() {
      var nothing = !select.value || select.value === 'not-yet-coded' || select.value === 'not-reported';
      var fields = Array.prototype.filter.call(claim.querySelectorAll('.field'), function (field) { return !field.contains(select); });
      var typed = fields.some(function (field) { var control = field.querySelector('select, textarea, input'); return control && control.value; });
      fields.forEach(function (field) { field.hidden = nothing && !typed; });
      if (!nothing || typed) { claim.querySelectorAll('[data-basis]').forEach(function (basis) { basis.dispatchEvent(new Event('change')); }); }
    }
    select.addEventListener('change', follow);
    follow();
  }

  form.querySelectorAll('[data-places]').forEach(combobox);
  form.querySelectorAll('select[data-filter]').forEach(narrow);
  form.querySelectorAll('[data-shown-by]').forEach(shownBy);
  form.querySelectorAll('[data-basis]').forEach(foundation);
  form.querySelectorAll('.claim select[name$="-code"]').forEach(claimed);

  var changed = false;
  form.addEventListener('input', function () { changed = true; });
  ['submit', 'autosaved'].forEach(function (name) { form.addEventListener(name, function () { changed = false; }); });
  window.addEventListener('beforeunload', function (event) { if (changed) { event.preventDefault(); } });

  var errors = document.getElementById('errors');
  if (errors) { errors.focus(); }
}());
