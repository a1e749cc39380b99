/* Lets anchors be dragged along a distribution: what is typed moves the line, and the line writes what is typed. */
(function () {
  'use strict';
  var EDGE = 24, WIDE = 640;
  function numbers(input) { return input.value.split(/[\s,;，；、]+/).filter(Boolean).map(Number); }
  function short(value, span) {
    var digits = Math.max(0, 3 - Math.floor(Math.log10(span || 1)));
    return String(Number(value.toFixed(Math.min(digits, 10))));
  }
  document.querySelectorAll('svg[data-anchors]').forEach(function (figure) {
    var input = document.getElementById(figure.dataset.anchors);
    if (!input) { return; }
    var low = Number(figure.dataset.low), high = Number(figure.dataset.high), span = high - low;
    var groups = Array.prototype.slice.call(figure.querySelectorAll('.anchor'));
    function place(value) { return EDGE + (value - low) / span * (WIDE - 2 * EDGE); }
    function move(group, x) {
      var line = group.querySelector('path'), grip = group.querySelector('rect'), word = group.querySelector('text');
      line.setAttribute('d', line.getAttribute('d').replace(/^M[-\d.]+/, 'M' + x.toFixed(1)));
      grip.setAttribute('x', x - 8);
      word.setAttribute('x', x);
    }
    input.addEventListener('input', function () {
      numbers(input).forEach(function (value, at) {
        if (groups[at] && isFinite(value)) { move(groups[at], Math.min(Math.max(place(value), 0), WIDE)); }
      });
    });
    groups.forEach(function (group, at) {
      group.addEventListener('pointerdown', function (event) {
        event.preventDefault();
        group.setPointerCapture(event.pointerId);
        group.classList.add('is-dragged');
      });
      group.addEventListener('pointermove', function (event) {
        if (!group.classList.contains('is-dragged')) { return; }
        var box = figure.getBoundingClientRect();
        var x = Math.min(Math.max((event.clientX - box.left) / box.width * WIDE, EDGE), WIDE - EDGE);
        var values = numbers(input);
        values[at] = Number(short(low + (x - EDGE) / (WIDE - 2 * EDGE) * span, span));
        input.value = values.join('  ');
        move(group, x);
      });
      ['pointerup', 'pointercancel'].forEach(function (name) {
        group.addEventListener(name, function () { group.classList.remove('is-dragged'); });
      });
    });
  });
}());
