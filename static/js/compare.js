/* Evidence opens and closes without this. It keeps the number that was selected where the reader's eye is, moves the focus to
   the evidence and back to the number, and closes with Escape. */
(function () {
  'use strict';
  var opening = null, closing = '';
  function top(element) { return element.getBoundingClientRect().top; }
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('#comparison a[hx-get]');
    opening = link && link.id ? {id: link.id, top: top(link)} : null;
    closing = link && link.classList.contains('close') ? link.hash.slice(1) : '';
  });
  document.addEventListener('htmx:afterSettle', function () {
    var number = document.getElementById(opening ? opening.id : closing), heading = document.getElementById('panel');
    if (number && opening && heading) {
      window.scrollBy({top: top(number) - opening.top, behavior: 'instant'});
      heading.focus({preventScroll: true});
      heading.scrollIntoView({block: 'nearest', behavior: 'instant'});
    } else if (number && closing) {
      number.focus({preventScroll: true});
      number.scrollIntoView({block: 'nearest', behavior: 'instant'});
    }
    opening = null;
    closing = '';
  });
  document.addEventListener('keydown', function (event) {
    var close = document.querySelector('#comparison .panel-evidence .close');
    if (event.key === 'Escape' && close && event.target.closest('.panel-evidence, td.is-open')) { close.click(); }
  });
}());
