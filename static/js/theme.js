/* Light or dark by choice, set before the first paint; without a choice, or without this script, the system decides. */
(function () {
  'use strict';
  var root = document.documentElement;
  var saved = null;
  try { saved = localStorage.getItem('theme'); } catch (error) { /* storage is off: the system decides */ }
  if (saved === 'dark' || saved === 'light') { root.setAttribute('data-theme', saved); }

  function isDark() {
    var chosen = root.getAttribute('data-theme');
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-toggle-theme]');
    if (!button) { return; }
    var next = isDark() ? 'light' : 'dark';
    root.setAttribute('data-theme', next);
    try { localStorage.setItem('theme', next); } catch (error) { /* the choice lasts for this page */ }
  });
}());
