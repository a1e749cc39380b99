/* Says how many units remain with the ticked conditions; without it the page says so after saving. */
(function () {
  'use strict';
  var status = document.getElementById('left');
  if (!status) { return; }
  function count() {
    var gone = {};
    document.querySelectorAll('tr[data-missing]').forEach(function (row) {
      var box = row.querySelector('input[type=checkbox]');
      if (box && box.checked) {
        row.dataset.missing.split(' ').filter(Boolean).forEach(function (place) { gone[place] = true; });
      }
    });
    var all = Number(status.dataset.units);
    status.textContent = status.dataset.words.replace('{left}', all - Object.keys(gone).length).replace('{all}', all);
    status.hidden = false;
  }
  document.addEventListener('change', count);
  count();
}());
