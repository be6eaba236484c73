// Passkeys: a form with data-passkey asks the device before it is sent. webauthn-json.js turns bytes into text.
// Its button comes disabled: pressed before this script is there, it would send the form without a passkey.
"use strict";
(() => {
  const says = document.getElementById("passkey-says");

  function say(words) {
    says.textContent = words;
    says.hidden = false;
  }

  function given() {
    return JSON.parse(document.getElementById("passkey-data").textContent);
  }

  // Every key is made to be enough by itself: found by the device, opened by the person.
  function make() {
    const options = given().creation_options;
    const wanted = options.publicKey.authenticatorSelection;
    wanted.residentKey = "required";
    wanted.requireResidentKey = true;
    wanted.userVerification = "required";
    return window.webauthnJSON.create(options);
  }

  async function logIn(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no answer");
    return window.webauthnJSON.get((await answer.json()).request_options);
  }

  const ways = { make, "log-in": logIn, prove: () => window.webauthnJSON.get(given().request_options) };

  function why(error) {
    if (error.name === "InvalidStateError") return "This device has a passkey for this account already.";
    if (error.name === "NotAllowedError") return "Nothing was done: it was stopped, it took too long, or this device has no passkey that fits.";
    if (error.name === "SecurityError") return "Passkeys work only at the site's own name. Open it by name, not by a number.";
    return "That did not work. Try again, or take another way.";
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!window.webauthnJSON || !window.webauthnJSON.supported()) {
        say("This browser knows no passkeys.");
        return;
      }
      const button = form.querySelector("button");
      button.disabled = true;
      try {
        const credential = await ways[form.dataset.passkey](form);
        form.querySelector("[name=credential]").value = JSON.stringify(credential);
        form.submit();
      } catch (error) {
        say(why(error));
        button.disabled = false;
      }
    });
    form.querySelector("button").disabled = false;
  }
})();
