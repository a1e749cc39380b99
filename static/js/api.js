/* The API's own page: Swagger over the OpenAPI description, all of it from this server. */
(function () {
  'use strict';
  var place = document.getElementById('swagger');
  window.SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    syntaxHighlight: { activated: false },
    validatorUrl: null,
    requestInterceptor: function (request) {
      /* Somebody who is signed in writes with the session, which asks for proof that the request comes from here. */
      if (place.dataset.csrf && request.method && request.method !== 'GET') {
        request.headers['X-CSRFToken'] = place.dataset.csrf;
      }
      return request;
    }
  });
}());
