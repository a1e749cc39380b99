/* Menus are <details> and work without this: Escape, or a click elsewhere, closes an open one. */
(function () {
  'use strict';
  function close(except) {
    document.querySelectorAll('details.menu[open], details.usermenu[open]').forEach(function (menu) {
      if (menu !== except) { menu.removeAttribute('open'); }
    });
  }
  document.addEventListener('click', function (event) {
    close(event.target.closest && event.target.closest('details.menu, details.usermenu'));
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') { return; }
    var open = document.activeElement && document.activeElement.closest('details.menu[open], details.usermenu[open]');
    close(null);
    if (open) { open.querySelector('summary').focus(); }
  });
}());
