/* Reviewing works without this. It adds keys (J, K, A, R, L), says how much would be published, and fills in a wording. */
(function () {
  'use strict';
  var rows = Array.prototype.slice.call(document.querySelectorAll('[data-row]'));
  var button = document.querySelector('[data-decided]');
  var at = -1;

  document.querySelectorAll('[data-keys]').forEach(function (hint) { hint.hidden = !rows.length; });

  function go(to) {
    if (!rows.length) { return; }
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].focus({preventScroll: true});
    rows[at].scrollIntoView({block: 'center'});
  }
  function count() {
    if (!button) { return; }
    var accepted = document.querySelectorAll('[data-row] input[value=accept]:checked').length;
    button.textContent = button.dataset.decided + (accepted ? ' (' + accepted + ')' : '');
  }
  function choose(value) {
    if (at < 0) { go(0); }
    var radio = rows[at] && rows[at].querySelector('input[value=' + value + ']');
    if (!radio) { return; }
    radio.checked = true;
    count();
    if (at < rows.length - 1) { go(at + 1); } else if (button) { button.focus(); }
  }

  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('textarea, select, input:not([type=radio])')) { return; }
    var key = event.key.toLowerCase();
    if (key === 'j') { go(at + 1); }
    if (key === 'k') { go(at - 1); }
    if (key === 'a') { choose('accept'); }
    if (key === 'r') { choose('return'); }
    if (key === 'l') { choose('later'); }
  });
  rows.forEach(function (row, index) { row.addEventListener('focusin', function () { at = index; }); });
  document.addEventListener('change', function (event) { if (event.target.matches('[data-row] input[type=radio]')) { count(); } });
  count();

  document.querySelectorAll('select[data-target]').forEach(function (select) {
    var text = document.getElementById(select.dataset.target), field = text.closest('.field');
    function follow() {
      field.hidden = !select.value;
      text.value = select.value ? select.options[select.selectedIndex].dataset.text : '';
    }
    select.addEventListener('change', follow);
    follow();
  });
  var missing = document.getElementById('missing');
  if (missing) { missing.focus(); }
}());
