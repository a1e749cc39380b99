/* What somebody types is saved to their draft as they go. What could not be saved (no connection, signed out, the browser
   closed) is kept in this browser, for this person, and offered when they come back. Without this, the buttons save. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-autosave]');
  if (!form) { return; }
  var status = form.querySelector('[data-saved]'), offer = document.querySelector('[data-unsaved]');
  var WAIT = 1500, RETRY = 15000, PREFIX = 'casebase-typed:';
  var timer = 0, busy = false, again = false, stopped = false, sending = false, waiting = null;

  function key() { return PREFIX + form.dataset.user + ':' + location.pathname; }
  function count() { return form.elements.edit_count ? form.elements.edit_count.value : ''; }
  function fields() {
    var found = [];
    new FormData(form).forEach(function (value, name) {
      if (name !== 'csrfmiddlewaretoken' && typeof value === 'string') { found.push([name, value]); }
    });
    return found;
  }
  function remember(sent) {
    try {
      localStorage.setItem(key(), JSON.stringify({at: Date.now(), count: count(), fields: fields(), sent: sent}));
    } catch (full) { /* no room or not allowed: the draft on the server is what counts */ }
  }
  function recall() {
    try { return JSON.parse(localStorage.getItem(key()) || 'null'); } catch (broken) { return null; }
  }
  function forget() { try { localStorage.removeItem(key()); } catch (closed) { /* nothing was kept */ } }

  function say(words, link) {
    status.textContent = words || '';
    if (link) { status.append(' ', link); }
  }
  function signedOut() {
    var link = document.createElement('a');
    link.href = form.dataset.login;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = status.dataset.signIn;
    say(status.dataset.signedOut, link);
    status.append(', ' + status.dataset.then);
    timer = setTimeout(save, RETRY);
  }
  function elsewhere(words) {
    var button = document.createElement('button');
    button.className = 'btn';
    button.name = 'save';
    button.value = '1';
    button.textContent = status.dataset.elsewhere;
    say(words, button);
    stopped = true;
  }
  function token(page) {
    var field = new DOMParser().parseFromString(page, 'text/html').querySelector('form[data-autosave] [name=csrfmiddlewaretoken]');
    if (field) { form.elements.csrfmiddlewaretoken.value = field.value; }
    return Boolean(field);
  }
  function renew() {
    return fetch(location.href, {headers: {Accept: 'text/html'}}).then(function (answer) { return answer.text(); }).then(token);
  }
  function saved(data) {
    form.elements.edit_count.value = data.edit_count;
    Object.keys(data.refs).forEach(function (name) { if (form.elements[name]) { form.elements[name].value = data.refs[name]; } });
    forget();
    if (form.getAttribute('action') !== data.url) {
      form.setAttribute('action', data.url);
      history.replaceState(null, '', data.url);
    }
    say(data.said);
    form.dispatchEvent(new CustomEvent('autosaved'));
    if (again) { remember(false); }
  }
  function read(answer) {
    if (answer.status >= 500) { throw new Error('no answer'); }  /* tried again, like no connection */
    var json = (answer.headers.get('Content-Type') || '').indexOf('application/json') === 0;
    if (!json) {
      if (answer.status === 403) { return renew().then(function (ok) { if (ok) { again = true; } else { signedOut(); } }); }
      signedOut();
      return null;
    }
    return answer.json().then(function (data) {
      if (answer.ok) { saved(data); } else if (answer.status === 409) { elsewhere(data.said); } else { say(data.said); }
    });
  }
  function save() {
    if (busy) { again = true; return; }
    if (stopped || sending) { return; }
    busy = true;
    again = false;
    var body = new FormData(form);
    body.append('autosave', '1');
    fetch(form.getAttribute('action') || location.href, {method: 'POST', body: body, headers: {Accept: 'application/json'}})
      .then(read)
      .catch(function () {
        say(status.dataset.failed);
        timer = setTimeout(save, RETRY);
      })
      .then(function () {
        busy = false;
        if (waiting) {
          var by = waiting.by;
          waiting = null;
          form.requestSubmit(by);
        } else if (again) {
          save();
        }
      });
  }

  form.addEventListener('input', function (event) {
    if (event.target.classList.contains('filterbox')) { return; }
    if (busy) { again = true; }
    remember(false);
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  /* Two saves at once would look like two tabs: the button waits for the one under way. */
  form.addEventListener('submit', function (event) {
    clearTimeout(timer);
    if (busy) {
      event.preventDefault();
      waiting = {by: event.submitter};
      return;
    }
    sending = true;
    remember(true);
  });
  window.addEventListener('pageshow', function () { sending = false; });

  var kept = recall();
  if (kept && (kept.sent || kept.count !== count())) {
    forget();
  } else if (kept && offer) {
    offer.querySelector('[data-when]').textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    offer.hidden = false;
    offer.querySelector('[data-forget]').addEventListener('click', function () { forget(); offer.hidden = true; });
    offer.querySelector('[data-restore]').addEventListener('click', function () {
      var back = document.createElement('form');
      back.method = 'post';
      back.action = form.getAttribute('action') || location.href;
      [['csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value], ['restore', '1']].concat(kept.fields).forEach(function (pair) {
        var field = document.createElement('input');
        field.type = 'hidden';
        field.name = pair[0];
        field.value = pair[1];
        back.appendChild(field);
      });
      document.body.appendChild(back);
      back.submit();
    });
  }
}());
