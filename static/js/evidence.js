/* Evidence opens and closes without this. It keeps the item that was selected where the reader's eye is, moves the focus to
   the evidence and back to the item, and closes with Escape. */
(function () {
  'use strict';
  var opening = null, closing = null, last = null;
  function top(element) { return element.getBoundingClientRect().top; }
  function query(link) { return new URL(link.getAttribute('hx-get'), document.baseURI).search; }
  function opens(link) { return link.getAttribute('href').slice(-6) === '#panel'; }
  /* An item may stand in the figure and in its table: the one of the same address in the same place is the same. */
  function links(address) {
    return Array.from(document.querySelectorAll('a[hx-get]')).filter(function (link) {
      return opens(link) && query(link) === address;
    });
  }
  function find(item) {
    var found = links(item.address);
    return found[item.place] || found.filter(function (link) { return link.checkVisibility(); })[0];
  }
  /* On a phone the evidence lies over the lower half of the page. */
  function uncover(link, panel) {
    var hidden = link.getBoundingClientRect().bottom + 16 - top(panel);
    if (getComputedStyle(panel).position === 'fixed' && hidden > 0) { window.scrollBy({top: hidden, behavior: 'instant'}); }
  }
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a[hx-get]');
    opening = closing = null;
    if (link && opens(link)) {
      last = opening = {address: query(link), place: links(query(link)).indexOf(link), top: top(link)};
    } else if (link && link.matches('.panel-evidence .close')) {
      closing = last && last.address === location.search ? last : {address: location.search, place: -1};
    }
  });
  document.addEventListener('htmx:afterSettle', function () {
    var item = opening || closing, link = item && find(item), panel = document.getElementById('panel');
    if (link && opening && panel) {
      window.scrollBy({top: top(link) - opening.top, behavior: 'instant'});
      panel.focus({preventScroll: true});
      panel.scrollIntoView({block: 'nearest', behavior: 'instant'});
      uncover(link, panel);
    } else if (link && closing) {
      link.focus({preventScroll: true});
      link.scrollIntoView({block: 'nearest', behavior: 'instant'});
    }
    opening = closing = null;
  });
  document.addEventListener('keydown', function (event) {
    var close = document.querySelector('.panel-evidence .close');
    if (event.key === 'Escape' && close && event.target.closest('.panel-evidence, .is-open')) { close.click(); }
  });
}());
