/* The coding desk works without this: the passage is typed, the code chosen from a list. With it, words are selected by
   pointer or keyboard, codes are found while somebody types, number keys answer, and everything is kept as it is typed. */
(function () {
  'use strict';

  /* A text that no request can carry is refused here, while it still stands in the field. */
  var bring = document.querySelector('form.bring');
  if (bring) {
    bring.addEventListener('submit', function (event) {
      var area = bring.querySelector('#id_text'), said = document.getElementById('text-too-long');
      if (said) { said.remove(); }
      if (new Blob([area.value]).size <= Number(bring.dataset.most)) { return; }
      event.preventDefault();
      said = document.createElement('p');
      said.id = 'text-too-long';
      said.className = 'error';
      said.setAttribute('role', 'alert');
      said.textContent = bring.dataset.tooLong;
      area.insertAdjacentElement('afterend', said);
      area.focus();
    });
    return;
  }

  var form = document.getElementById('coding');
  if (!form) { return; }
  document.documentElement.classList.add('scripted');
  var text = document.getElementById('text'), status = document.getElementById('status');
  var lists = document.getElementById('desk-lists'), dialog = document.getElementById('entry');
  var catalogue = JSON.parse(document.getElementById('catalogue').textContent);
  var byUid = new Map(catalogue.map(function (code) { return [code.uid, code]; }));
  function field(name) { return form.elements[name]; }
  var quotation = field('quotation'), start = field('start'), code = field('code'), answer = field('answer');
  var number = field('number'), reasoning = field('reasoning');
  var marks = [field('basis'), field('confidence'), field('strength')];
  var blanks = Array.prototype.slice.call(answer.querySelectorAll('optgroup')[1].children);
  var last = null, seen = {}, dirty = false, timer = 0, queue = Promise.resolve(), blanking = false;
  seen[field('ref').value] = field('seen').value;

  function say(words) { status.textContent = words; }

  /* The text. Offsets here count UTF-16 units; the form is sent characters, as the server counts them. --------------- */
  var sentences = text ? Array.prototype.slice.call(text.querySelectorAll('.s')) : [];
  var full = text ? text.textContent : '', begins = [], from = 0, to = 0, at = -1;
  sentences.reduce(function (sum, span) { begins.push(sum); return sum + span.textContent.length; }, 0);

  function sentenceAt(offset) {
    var low = 0, high = begins.length - 1;
    while (low < high) {
      var middle = (low + high + 1) >> 1;
      if (begins[middle] <= offset) { low = middle; } else { high = middle - 1; }
    }
    return low;
  }
  function characters(offset) {
    var index = sentenceAt(offset);
    return Number(sentences[index].dataset.start) + Array.from(full.slice(begins[index], offset)).length;
  }
  function units(position) {
    var index = sentences.length - 1;
    while (index > 0 && Number(sentences[index].dataset.start) > position) { index -= 1; }
    var inside = Array.from(sentences[index].textContent).slice(0, position - Number(sentences[index].dataset.start));
    return begins[index] + inside.join('').length;
  }
  function range(a, b) {
    var made = document.createRange(), first = sentenceAt(a), final = sentenceAt(Math.max(b - 1, a));
    made.setStart(sentences[first].firstChild, a - begins[first]);
    made.setEnd(sentences[final].firstChild, b - begins[final]);
    return made;
  }
  function highlight(name, ranges) {
    if (!window.CSS || !CSS.highlights || !window.Highlight) { return; }
    var made = new Highlight();
    ranges.forEach(function (one) { made.add(one); });
    CSS.highlights.set(name, made);
  }
  function choose(a, b) {
    while (a < b && /\s/.test(full[a])) { a += 1; }
    while (b > a && /\s/.test(full[b - 1])) { b -= 1; }
    if (b <= a) { return; }
    from = a;
    to = b;
    at = sentenceAt(a);
    sentences.forEach(function (span, index) {
      if (index === at) { span.setAttribute('aria-current', 'true'); } else { span.removeAttribute('aria-current'); }
    });
    highlight('chosen', [range(a, b)]);
    quotation.value = full.slice(a, b);
    start.value = String(characters(a));
    clearError('quotation');
    document.getElementById('where').textContent = '';
    if (sentences[at].scrollIntoView) { sentences[at].scrollIntoView({block: 'nearest'}); }
    say(form.dataset.passage + ' ' + full.slice(a, b));
  }
  function sentence(index) {
    index = Math.min(Math.max(index, 0), sentences.length - 1);
    choose(begins[index], begins[index] + sentences[index].textContent.length);
  }
  function words() {
    var lang = /[\u3400-\u9fff]/.test(full.slice(from, to)) ? 'zh' : 'en', low = begins[at];
    var high = Math.min(full.length, to + 400), piece = full.slice(low, high);
    if (!window.Intl || !Intl.Segmenter) { return piece.split(/(?<=\s)/).map(function (one) { return one; }).reduce(function (sums, one) { sums.push([low, low += one.length]); return sums; }, []); }
    return Array.from(new Intl.Segmenter(lang, {granularity: 'word'}).segment(piece))
      .filter(function (part) { return part.isWordLike; })
      .map(function (part) { return [low + part.index, low + part.index + part.segment.length]; });
  }
  function moveEnd(step) {
    var ends = words().map(function (pair) { return pair[1]; });
    var next = step > 0 ? ends.find(function (end) { return end > to; }) : ends.reverse().find(function (end) { return end < to && end > from; });
    if (next) { choose(from, next); }
  }
  function moveStart(step) {
    var starts = words().map(function (pair) { return pair[0]; });
    var next = step > 0 ? starts.find(function (one) { return one > from && one < to; }) : starts.reverse().find(function (one) { return one < from; });
    if (next !== undefined) { choose(next, to); }
  }

  if (text && sentences.length) {
    text.addEventListener('keydown', function (event) {
      var forward = event.key === 'ArrowDown' || event.key === 'ArrowRight';
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (event.shiftKey && at >= 0) {
          var next = sentenceAt(Math.max(to - 1, from)) + (forward ? 1 : -1);
          if (next >= at && next < sentences.length) { choose(from, begins[next] + sentences[next].textContent.length); }
        } else { sentence(at < 0 ? 0 : at + (forward ? 1 : -1)); }
      } else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && event.shiftKey && at >= 0) {
        event.preventDefault();
        (event.ctrlKey ? moveStart : moveEnd)(forward ? 1 : -1);
      } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        code.focus();  // the letter itself arrives there
        code.select();
      } else if (event.key === '/' || event.key === 'Process') {
        if (event.key === '/') { event.preventDefault(); }
        code.focus();
      }
    });
    document.addEventListener('selectionchange', function () {
      var chosen = document.getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) { return; }
      var one = chosen.getRangeAt(0), before = document.createRange();
      before.selectNodeContents(text);
      before.setEnd(one.startContainer, one.startOffset);
      var a = before.toString().length;
      choose(a, a + one.toString().length);
    });
    text.addEventListener('click', function (event) {
      var span = event.target.closest('.s');
      if (span && document.getSelection().isCollapsed) { sentence(sentences.indexOf(span)); }
    });
    text.addEventListener('focus', function () { if (at < 0) { sentence(0); } });
  }
  function showCoded() {
    if (!sentences.length) { return; }
    var ranges = [];
    lists.querySelectorAll('[data-spans]').forEach(function (item) {
      item.dataset.spans.trim().split(' ').filter(Boolean).forEach(function (pair) {
        var ends = pair.split('-').map(Number);
        ranges.push(range(units(ends[0]), units(ends[1])));
      });
    });
    highlight('coded', ranges);
  }

  /* Codes while somebody types. ---------------------------------------------------------------------------------------- */
  var list = document.createElement('ul'), definition = document.getElementById('definition'), found = [], active = 0;
  list.className = 'listbox';
  list.id = 'code-list';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', code.labels[0].textContent.trim());
  code.removeAttribute('list');
  code.setAttribute('role', 'combobox');
  code.setAttribute('aria-controls', list.id);
  code.setAttribute('aria-expanded', 'false');
  code.setAttribute('aria-autocomplete', 'list');
  code.parentNode.appendChild(list);

  function fold(words) { return words.normalize('NFKC').toLowerCase().replace(/\s+/g, ''); }
  function rank(entry, typed) {
    var best = 99;
    entry.keys.forEach(function (key, place) {
      if (key === typed) { best = Math.min(best, 0); } else if (key.startsWith(typed)) { best = Math.min(best, 1 + Math.min(place, 6)); } else if (key.includes(typed)) { best = Math.min(best, 20 + place); }
    });
    [[entry.name, 2], [entry.other, 5]].forEach(function (pair) {
      pair[0].toLowerCase().split(/\s+/).forEach(function (word) { if (word.startsWith(typed)) { best = Math.min(best, pair[1]); } });
    });
    return best;
  }
  function suggest() {
    var typed = fold(code.value);
    found = !typed ? [] : catalogue.map(function (entry) { return [rank(entry, typed), entry]; })
      .filter(function (pair) { return pair[0] < 99; })
      .sort(function (one, other) { return one[0] - other[0]; })
      .slice(0, 8).map(function (pair) { return pair[1]; });
    list.textContent = '';
    found.forEach(function (entry, index) {
      var item = document.createElement('li'), name = document.createElement('b'), detail = document.createElement('span');
      item.id = 'code-' + index;
      item.setAttribute('role', 'option');
      name.textContent = entry.name;
      detail.className = 'meta';
      detail.textContent = entry.kind + ' · ' + entry.answers.map(function (pair, key) { return (key + 1) + ' ' + pair[1]; }).join('  ');
      item.append(name, detail);
      item.addEventListener('mousedown', function (event) { event.preventDefault(); active = index; take(); answer.focus(); });
      list.appendChild(item);
    });
    list.hidden = !found.length;
    code.setAttribute('aria-expanded', String(found.length > 0));
    mark(0);
  }
  function mark(index) {
    active = index;
    Array.prototype.forEach.call(list.children, function (item, place) {
      item.setAttribute('aria-selected', String(place === index));
      if (place === index) { item.scrollIntoView({block: 'nearest'}); }
    });
    if (found[index]) { code.setAttribute('aria-activedescendant', 'code-' + index); } else { code.removeAttribute('aria-activedescendant'); }
    define(found[index]);
  }
  function define(entry) {
    definition.hidden = !entry;
    definition.textContent = entry ? entry.short : '';
  }
  function closeList() {
    list.hidden = true;
    found = [];
    code.setAttribute('aria-expanded', 'false');
    code.removeAttribute('aria-activedescendant');
  }
  function current() { return byUid.get(code.value.split(' · ').pop()) || null; }
  function take() {
    var entry = found[active];
    if (!entry) { return null; }
    code.value = entry.name + ' · ' + entry.uid;
    offer(entry);
    define(entry);
    closeList();
    clearError('code');
    touched();
    return entry;
  }
  function offer(entry) {
    var group = answer.querySelector('optgroup'), chosen = answer.value;
    group.textContent = '';
    entry.answers.forEach(function (pair, index) {
      var option = document.createElement('option');
      option.value = pair[0];
      option.textContent = (index + 1) + ' · ' + pair[1];
      group.appendChild(option);
    });
    answer.value = Array.prototype.some.call(answer.options, function (one) { return one.value === chosen; }) ? chosen : '';
    follow();
  }
  function follow() {
    document.getElementById('number').classList.toggle('only-number', answer.value !== 'number');
    var nothing = answer.value.startsWith('blank:');
    marks.forEach(function (select) { select.disabled = nothing; });
  }
  code.addEventListener('input', suggest);
  code.addEventListener('blur', function () {
    setTimeout(function () { if (document.activeElement !== code) { closeList(); } }, 150);  // somebody may be back and typing by then
  });
  code.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    var open = !list.hidden && found.length;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      mark((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    } else if (open && /^[0-9]$/.test(event.key)) {
      event.preventDefault();
      take();
      press(event.key);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open) { take(); }
      if (current()) { answer.focus(); }
    } else if (event.key === '?' || event.key === '？') {
      event.preventDefault();
      showEntry(found[active] || current());
    }
  });

  /* Number keys: the answer, the reason of a blank, the three marks. ------------------------------------------------------- */
  function numbered(select) {
    Array.prototype.forEach.call(select.options, function (option, index) { if (option.value) { option.textContent = index + ' · ' + option.textContent; } });
  }
  marks.forEach(numbered);
  blanks.forEach(function (option, index) { option.textContent = '0 ' + (index + 1) + ' · ' + option.textContent; });

  function press(key) {
    if (key === '0') {
      blanking = true;
      answer.focus();
      say(form.dataset.reasons);
      return;
    }
    var options = blanking ? blanks : Array.prototype.slice.call(answer.querySelector('optgroup').children);
    var option = options[Number(key) - 1];
    if (!option) { answer.focus(); return; }
    answer.value = option.value;
    follow();
    touched();
    if (blanking) { blanking = false; finish(); return; }
    if (answer.value === 'number') { number.focus(); number.select(); return; }
    marks[0].focus();
  }
  answer.addEventListener('keydown', function (event) {
    if (/^[0-9]$/.test(event.key)) { event.preventDefault(); press(event.key); }
  });
  answer.addEventListener('blur', function () { blanking = false; });
  answer.addEventListener('change', follow);
  number.addEventListener('keydown', function (event) { if (event.key === 'Enter') { event.preventDefault(); marks[0].focus(); } });
  marks.forEach(function (select, index) {
    select.addEventListener('keydown', function (event) {
      if (event.key === '=' && last) {
        event.preventDefault();
        marks.forEach(function (one, place) { one.value = last[place]; });
        touched();
        marked();
      } else if (/^[1-9]$/.test(event.key) && select.options[Number(event.key)]) {
        event.preventDefault();
        select.value = select.options[Number(event.key)].value;
        touched();
        if (index < 2) { marks[index + 1].focus(); } else { marked(); }
      }
    });
  });
  function marked() {
    if ((marks[0].value === 'inferred' || marks[0].value === 'judgement') && !reasoning.value.trim()) {
      reasoning.focus();
      say(form.dataset.memo);
    } else { finish(); }
  }
  form.addEventListener('keydown', function (event) {
    if (event.isComposing) { return; }
    if (event.key === 'Escape' && text) {
      event.preventDefault();
      closeList();
      text.focus();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      finish();
    }
  });

  /* Keeping. One save after the other, each with what the one before it left. ------------------------------------------------- */
  function touched() {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(function () { save(false); }, 400);
  }
  form.addEventListener('input', touched);
  form.addEventListener('change', touched);
  function begun() { return Boolean(code.value.trim() || reasoning.value.trim() || answer.value || marks[0].value); }

  function send(data, keepalive) {
    var ref = data.get('ref');
    data.set('seen', seen[ref] || '');
    return fetch(form.action, {method: 'POST', body: data, headers: {Accept: 'application/json'}, keepalive: Boolean(keepalive), redirect: 'manual'})
      .then(function (response) {
        if (response.type === 'opaqueredirect' || response.status === 403) { throw new Error('signed-out'); }
        if (!response.ok && response.status !== 409) { throw new Error('failed'); }
        return response.json();
      })
      .then(function (found) {
        if (found.seen) { seen[ref] = found.seen; }
        lists.innerHTML = found.lists;
        showCoded();
        return found;
      });
  }
  function save(done) {
    clearTimeout(timer);
    if (!begun()) { return Promise.resolve(); }
    var data = new FormData(form), ref = data.get('ref'), name = code.value.split(' · ')[0];
    if (done) { data.set('done', '1'); }
    dirty = false;
    queue = queue.then(function () { return send(data); }).then(function (found) {
      if (field('ref').value !== ref) { return; }
      showErrors(found, done);
      if (Object.keys(found.errors).length) { return; }
      if (!done) { say(form.dataset.autosaved); return; }
      if (data.get('basis')) { last = [data.get('basis'), data.get('confidence'), data.get('strength')]; }
      clear(found.next);
      say(form.dataset.saved + ' ' + name);
      if (text) { text.focus({preventScroll: true}); }
    }).catch(function (error) {
      dirty = true;
      showErrors({errors: {__all__: [error.message === 'signed-out' ? form.dataset.signedOut : form.dataset.failed]}}, true);
    });
    return queue;
  }
  function finish() { return save(true); }
  function clear(next) {
    field('ref').value = next;
    [code, number, reasoning, answer].concat(marks).forEach(function (control) { control.value = ''; });
    field('stance').value = 'supports';
    field('rival').checked = false;
    define(null);
    follow();
  }
  window.addEventListener('pagehide', function () { if (dirty && begun()) { send(new FormData(form), true); } });
  document.addEventListener('visibilitychange', function () { if (document.visibilityState === 'hidden' && dirty) { save(false); } });
  form.addEventListener('submit', function (event) { event.preventDefault(); finish(); });

  function clearError(name) {
    var box = document.getElementById('err-' + name), control = field(name);
    if (box) { box.textContent = ''; }
    if (control && control.closest) { control.closest('.field').classList.remove('invalid'); }
  }
  function showErrors(found, loudly) {
    ['__all__', 'quotation', 'code', 'answer', 'number', 'basis', 'confidence', 'strength', 'reasoning'].forEach(clearError);
    form.querySelectorAll('.field > [id$=_error]').forEach(function (old) { old.remove(); });
    var first = null;
    Object.keys(found.errors).forEach(function (name) {
      if (name === 'where') { offerPlaces(found.places || [], found.errors.where[0]); return; }
      var control = field(name), box = document.getElementById('err-' + name);
      if (!box) {
        box = document.createElement('div');
        box.id = 'err-' + name;
        box.setAttribute('role', 'alert');
        (control && control.closest ? control.closest('.field') : form).appendChild(box);
      }
      found.errors[name].forEach(function (words) {
        var line = document.createElement('p');
        line.className = 'error';
        line.textContent = words;
        box.appendChild(line);
      });
      if (control && control.closest) {
        control.closest('.field').classList.add('invalid');
        control.setAttribute('aria-describedby', [control.getAttribute('aria-describedby') || '', box.id].join(' ').trim());
        first = first || control;
      }
    });
    if (loudly && first) { first.focus(); }
  }
  function offerPlaces(places, words) {
    var box = document.getElementById('where'), set = document.createElement('fieldset'), legend = document.createElement('legend');
    box.textContent = '';
    set.className = 'field invalid';
    legend.textContent = words;
    set.appendChild(legend);
    places.forEach(function (place) {
      var label = document.createElement('label'), radio = document.createElement('input');
      radio.type = 'radio';
      radio.name = 'where';
      radio.value = place[0];
      label.append(radio, place[1]);
      set.appendChild(label);
    });
    box.appendChild(set);
  }

  /* The full entry, and questions still open. ------------------------------------------------------------------------------------ */
  function showEntry(entry) {
    if (!entry) { return; }
    fetch(form.dataset.entry.replace('code:uid', entry.uid))
      .then(function (response) { return response.ok ? response.text() : ''; })
      .then(function (html) { dialog.firstElementChild.innerHTML = html; dialog.showModal(); })
      .catch(function () { say(form.dataset.failed); });
  }
  dialog.addEventListener('close', function () { code.focus(); });
  lists.addEventListener('click', function (event) {
    var link = event.target.closest('[data-code]'), entry = link && byUid.get(link.dataset.code);
    if (!entry || begun()) { return; }
    event.preventDefault();
    found = [entry];
    active = 0;
    take();
    answer.focus();
  });

  if (current()) { var kept = answer.value; offer(current()); answer.value = kept; define(current()); }
  follow();
  showCoded();
  if (start.value && sentences.length) { choose(units(Number(start.value)), units(Number(start.value)) + quotation.value.length); }
}());
