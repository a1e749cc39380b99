// Ties the buttons of passkeys to allauth's scripts: data-passkey names what a button does, data-credential its hidden field.
(() => {
  "use strict";
  const start = (button) => {
    const ids = { credential: button.dataset.credential, data: "js_data" };
    const forms = window.allauth.webauthn.forms;
    if (button.dataset.passkey === "add") {
      forms.addForm({ ids: { ...ids, add: button.id, passwordless: button.dataset.passwordless } });
    } else if (button.dataset.passkey === "login") {
      forms.loginForm({ ids: { credential: ids.credential, login: button.id } });
    } else {
      forms.authenticateForm({ ids: { ...ids, authenticate: button.id } });
    }
    button.hidden = false;
  };
  document.addEventListener("DOMContentLoaded", () => {
    if (window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach(start);
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-refused]").forEach((note) => { note.hidden = false; });
  });
})();
